import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { CircleCheck, Sparkles } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asSentence } from '@/api/as-sentence';
import type { Connection } from '@/api/generated';
import { listModelsOptions } from '@/api/generated/@tanstack/react-query.gen';
import { Logo } from '@/components/logo';
import { Button, buttonVariants } from '@/components/ui/button';
import { AddConnection } from '@/features/connections/components/add-connection';
import { useUser } from '@/lib/auth-store';
import { cn } from '@/lib/cn';
import { TryDemo } from './try-demo';

/** The first steps: connect a vendor or try the demo, then chat. */
export function WelcomePage() {
  const { t } = useTranslation(['auth', 'settings']);
  const user = useUser();
  const navigate = useNavigate();
  const models = useQuery(listModelsOptions());
  const [connected, setConnected] = useState<Connection>();
  const others = models.data?.items.filter((model) => model.connection_kind !== 'demo') ?? [];
  const chat = () => void navigate({ to: '/' });

  return (
    <main id="main" className="mx-auto flex min-h-dvh w-full max-w-2xl flex-col gap-8 px-4 py-10 sm:justify-center">
      <div className="flex flex-col gap-3">
        <Logo className="size-12" />
        <h1 className="font-serif text-3xl font-semibold tracking-tight text-balance">
          {t('welcome', { name: user.name })}
        </h1>
        <p className="text-muted-foreground max-w-prose">{t('welcome_description')}</p>
      </div>
      {connected !== undefined ? (
        <Connected connection={connected} onChat={chat} />
      ) : (
        <>
          {others.length > 0 && <AlreadyThere count={others.length} onChat={chat} />}
          <section className="flex flex-col gap-3">
            <h2 className="font-semibold">{t('connect_vendor')}</h2>
            <AddConnection
              scope={user.role === 'member' ? 'user' : 'choose'}
              leaveOut={['demo']}
              onCreated={setConnected}
            />
          </section>
          <TryDemo onDone={chat} />
          <Link to="/" className={cn(buttonVariants({ variant: 'link' }), 'self-start px-0')}>
            {t('skip')}
          </Link>
        </>
      )}
    </main>
  );
}

function AlreadyThere({ count, onChat }: { count: number; onChat: () => void }) {
  const { t } = useTranslation('auth');
  return (
    <div className="bg-primary-soft flex flex-wrap items-center justify-between gap-3 rounded-xl p-4">
      <p className="text-sm">{t('models_ready', { count })}</p>
      <Button onClick={onChat}>
        <Sparkles aria-hidden />
        {t('start_chatting')}
      </Button>
    </div>
  );
}

function Connected({ connection, onChat }: { connection: Connection; onChat: () => void }) {
  const { t } = useTranslation(['auth', 'settings']);
  return (
    <div role="status" className="bg-card flex flex-col items-start gap-4 rounded-2xl border p-6">
      <p className="flex items-center gap-2 font-medium">
        <CircleCheck className="text-success size-5" aria-hidden />
        {t('settings:connected', { name: connection.name, count: connection.model_count })}
      </p>
      {connection.models_error !== null && <p className="text-destructive text-sm">{asSentence(connection.models_error)}</p>}
      <div className="flex flex-wrap gap-2">
        <Button onClick={onChat} size="lg">
          {t('start_chatting')}
        </Button>
        {connection.models_error !== null && (
          <Link to="/settings/connections" className={buttonVariants({ variant: 'outline', size: 'lg' })}>
            {t('check_connection')}
          </Link>
        )}
      </div>
    </div>
  );
}
