import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useAuth } from '@/lib/auth-store';
import { useModels } from '../api/list-models';
import { useNewChat } from '../model/new-chat-store';
import { usePending } from '../model/pending-store';
import type { NewInput } from '../model/send-message';
import { ConnectFirst } from './connect-first';
import { FolderNote } from './folder-note';
import { Suggestions } from './suggestions';

// It comes with the thread, whose code is fetched beside the first paint.
const loading = import('./pending-message');
const PendingMessage = lazy(() => loading.then((module) => ({ default: module.PendingMessage })));

/** A chat before its first message: a greeting, ideas, or the next step where there is no model. */
export function EmptyChat({ onRetry }: { onRetry: (input: NewInput) => void }) {
  const pending = usePending(null);
  if (pending !== undefined) {
    return (
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto max-w-3xl px-4 py-4">
          <Suspense>
            <PendingMessage conversationId={null} pending={pending} onRetry={onRetry} />
          </Suspense>
        </div>
      </div>
    );
  }
  return <Welcome />;
}

function Welcome() {
  const { t } = useTranslation('chat');
  const auth = useAuth();
  const { data: models } = useModels();
  const { temporary } = useNewChat();
  const name = auth.status === 'authenticated' ? auth.user.name.split(' ')[0] : '';
  return (
    <div className="flex min-h-0 flex-1 flex-col items-center justify-center gap-8 overflow-y-auto px-4 py-6">
      <div className="text-center">
        <h2 className="font-serif text-3xl font-medium tracking-tight text-balance sm:text-4xl">
          {t(temporary ? 'greeting_temporary' : 'greeting', { name })}
        </h2>
        {!temporary && <FolderNote />}
        {temporary && <p className="text-muted-foreground mt-3 max-w-md text-sm text-balance">{t('temporary_hint')}</p>}
      </div>
      {models?.length === 0 ? <ConnectFirst /> : <Suggestions />}
    </div>
  );
}
