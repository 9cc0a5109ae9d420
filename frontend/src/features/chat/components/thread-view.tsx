import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { errorMessage } from '@/api/client';
import { Button } from '@/components/ui/button';
import { Skeleton } from '@/components/ui/skeleton';
import i18n, { i18nReady } from '@/lib/i18n';
import type { NewInput } from '../model/send-message';
import { useThread } from '../model/use-thread';
import { ErrorCard } from './error-card';

// Markdown comes with the thread. Its code is fetched beside the first paint, not before it.
const loading = Promise.all([import('./thread'), i18nReady.then(() => i18n.loadNamespaces('sources'))]);
const Thread = lazy(() => loading.then(([module]) => ({ default: module.Thread })));

interface Props {
  conversationId: string;
  runId: string | undefined;
  onRetry: (input: NewInput) => void;
}

/** The thread in its faces: loading, failed, full. An empty one waits for its first message. */
export function ThreadView({ conversationId, runId, onRetry }: Props) {
  const { t } = useTranslation('chat');
  const { thread, target } = useThread(conversationId, runId);
  if (thread.data !== undefined) {
    return (
      <Suspense fallback={<ThreadSkeleton label={t('loading')} />}>
        <Thread conversationId={conversationId} window={thread.data} target={target} onRetry={onRetry} />
      </Suspense>
    );
  }
  if (thread.isError) {
    return (
      <div className="mx-auto w-full max-w-3xl flex-1 px-4 py-6">
        <ErrorCard title={t('thread_failed')} message={errorMessage(thread.error)}>
          <Button size="sm" onClick={() => void thread.refetch()}>
            {t('retry')}
          </Button>
        </ErrorCard>
      </div>
    );
  }
  return <ThreadSkeleton label={t('loading')} />;
}

function ThreadSkeleton({ label }: { label: string }) {
  return (
    <div role="status" aria-label={label} className="mx-auto flex w-full max-w-3xl flex-1 flex-col gap-6 px-4 py-6">
      <Skeleton className="ml-auto h-12 w-1/2 rounded-2xl" />
      <Skeleton className="h-4 w-11/12" />
      <Skeleton className="h-4 w-4/5" />
      <Skeleton className="h-4 w-2/3" />
    </div>
  );
}
