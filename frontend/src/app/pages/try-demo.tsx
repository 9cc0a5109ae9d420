import { useTranslation } from 'react-i18next';
import { useQuery } from '@tanstack/react-query';
import { listConnectionsOptions } from '@/api/generated/@tanstack/react-query.gen';
import { Button } from '@/components/ui/button';
import { Spinner } from '@/components/ui/spinner';
import { useCreateConnection } from '@/features/connections/api/create-connection';
import { KindIcon } from '@/features/connections/components/kind-icon';
import { toastError } from '@/lib/toast';

/** Offers the built-in model, which needs no account anywhere. */
export function TryDemo({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation('auth');
  const connections = useQuery(listConnectionsOptions());
  const create = useCreateConnection();
  const exists = connections.data?.items.some(({ kind, enabled }) => kind === 'demo' && enabled) === true;
  const start = () => {
    if (exists) onDone();
    else create.mutate({ kind: 'demo' }, { onSuccess: onDone, onError: (thrown) => toastError(t('demo_failed'), thrown) });
  };
  return (
    <section className="bg-card flex flex-wrap items-center gap-3 rounded-xl border p-4">
      <KindIcon kind="demo" />
      <div className="min-w-0 flex-1 basis-52">
        <h2 className="text-sm font-medium">{t('demo')}</h2>
        <p className="text-muted-foreground text-xs">{t('demo_description')}</p>
      </div>
      <Button variant="secondary" disabled={create.isPending || connections.isPending} onClick={start}>
        {create.isPending && <Spinner />}
        {t('try_demo')}
      </Button>
    </section>
  );
}
