import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { errorMessage } from '@/api/api-error';
import type { Connection, ConnectionKindInfo } from '@/api/generated';
import { FormError } from '@/components/form-error';
import { Button } from '@/components/ui/button';
import { Spinner } from '@/components/ui/spinner';
import { useBeginLogin } from '../api/copilot-login';
import { CopilotWaiting } from './copilot-waiting';

type Props = { kind: ConnectionKindInfo; onCreated: (connection: Connection) => void };

/** A login that is completed at GitHub: what to know, the code, waiting for it, and how it ended. */
export function CopilotLogin({ kind, onCreated }: Props) {
  const { t } = useTranslation('settings');
  const begin = useBeginLogin();
  if (begin.data !== undefined) {
    return <CopilotWaiting key={begin.data.login} login={begin.data} onAgain={() => begin.mutate()} onCreated={onCreated} />;
  }
  return (
    <div className="flex flex-col gap-4">
      {kind.notice !== null && (
        <p className="bg-warning-soft text-warning flex items-start gap-2 rounded-lg px-3 py-2 text-sm">
          <TriangleAlert className="mt-0.5 size-4 shrink-0" aria-hidden />
          {kind.notice}
        </p>
      )}
      <p className="text-muted-foreground text-sm">{t('copilot_steps')}</p>
      <FormError message={begin.error === null ? undefined : errorMessage(begin.error)} />
      <Button disabled={begin.isPending} onClick={() => begin.mutate()}>
        {begin.isPending && <Spinner />}
        {t('copilot_begin')}
      </Button>
    </div>
  );
}
