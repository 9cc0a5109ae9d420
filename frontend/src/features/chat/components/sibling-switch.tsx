import { useMutation } from '@tanstack/react-query';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Turn } from '@/api/generated';
import { IconButton } from '@/components/ui/icon-button';
import { toastError } from '@/lib/toast';
import { switchBranch } from '../model/thread-cache';

/** ‹ 2/3 ›: goes to the other answers, or questions, in the same place. */
export function SiblingSwitch({ turn: { run, siblings } }: { turn: Turn }) {
  const { t } = useTranslation('chat');
  const change = useMutation({
    mutationFn: (runId: string) => switchBranch(run.conversation_id, runId),
    onError: (error) => toastError(t('switch_failed'), error),
  });
  if (siblings.length < 2) return null;
  const at = siblings.indexOf(run.id);
  const step = (label: string, to: string | undefined, icon: typeof ChevronLeft) => {
    const Icon = icon;
    return (
      <IconButton
        label={label}
        size="icon-sm"
        disabled={to === undefined || change.isPending}
        onClick={() => to !== undefined && change.mutate(to)}
      >
        <Icon aria-hidden />
      </IconButton>
    );
  };
  return (
    <div role="group" aria-label={t('siblings')} className="flex items-center">
      {step(t('sibling_before'), siblings[at - 1], ChevronLeft)}
      <span className="min-w-8 text-center text-xs tabular-nums">{`${String(at + 1)}/${String(siblings.length)}`}</span>
      {step(t('sibling_after'), siblings[at + 1], ChevronRight)}
    </div>
  );
}
