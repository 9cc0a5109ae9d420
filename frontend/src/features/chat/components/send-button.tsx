import { useMutation } from '@tanstack/react-query';
import { ArrowUp, Square } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Spinner } from '@/components/ui/spinner';
import { toastError } from '@/lib/toast';
import { interruptRun } from '../api/interrupt-run';

interface Props {
  /** The run that is under way and can be stopped. */
  running: string | null;
  sendable: boolean;
  uploading: boolean;
}

/** Sends the message, or stops the answer that is being written. */
export function SendButton({ running, sendable, uploading }: Props) {
  const { t } = useTranslation('chat');
  const stop = useMutation({ mutationFn: interruptRun, onError: (error) => toastError(t('stop_failed'), error) });
  if (running !== null) {
    const stopping = stop.isPending || stop.variables === running;
    return (
      <Button
        size="icon"
        className="rounded-full"
        aria-label={t(stopping && !stop.isError ? 'stopping' : 'stop')}
        title={t('stop')}
        disabled={stop.isPending}
        onClick={() => stop.mutate(running)}
      >
        {stop.isPending ? <Spinner /> : <Square className="size-3.5 fill-current" aria-hidden />}
      </Button>
    );
  }
  return (
    <Button
      type="submit"
      size="icon"
      className="rounded-full"
      aria-label={t('send')}
      title={t(uploading ? 'wait_for_upload' : 'send')}
      disabled={!sendable}
    >
      <ArrowUp aria-hidden />
    </Button>
  );
}
