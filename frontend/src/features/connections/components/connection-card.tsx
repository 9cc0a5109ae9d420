import { CircleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { asSentence } from '@/api/as-sentence';
import type { Connection, ConnectionKindInfo } from '@/api/generated';
import { Badge } from '@/components/ui/badge';
import { Switch } from '@/components/ui/switch';
import { formatAgo } from '@/lib/format';
import { toastError } from '@/lib/toast';
import { useUpdateConnection } from '../api/update-connection';
import { ConnectionMenu } from './connection-menu';
import { KindIcon } from './kind-icon';
import { TestButton } from './test-button';

type Props = { connection: Connection; kind: ConnectionKindInfo | undefined };

/** A connection: what it is, how it does, what can be done to it. */
export function ConnectionCard({ connection, kind }: Props) {
  const { t } = useTranslation('settings');
  const update = useUpdateConnection(connection.id);
  const { name, enabled, editable } = connection;
  return (
    <li className="bg-card flex flex-wrap items-center gap-3 rounded-xl border p-4">
      <KindIcon kind={connection.kind} className={enabled ? '' : 'grayscale'} />
      <div className="min-w-0 flex-1">
        <h3 className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm font-medium">
          <span className="truncate">{name}</span>
          {connection.scope === 'system' && <Badge variant="primary">{t('scope_system')}</Badge>}
          {!enabled && <Badge>{t('disabled')}</Badge>}
        </h3>
        <p className="text-muted-foreground truncate text-xs">{facts(connection, kind, t)}</p>
      </div>
      {editable && <ConnectionMenu connection={connection} kind={kind} />}
      <div className="flex basis-full flex-wrap items-center gap-3">
        <span className="text-muted-foreground min-w-0 flex-1 text-xs">{models(connection, t)}</span>
        {editable && (
          <>
            <TestButton id={connection.id} />
            <Switch
              aria-label={t('enable_connection', { name })}
              checked={enabled}
              disabled={update.isPending}
              onCheckedChange={(next) =>
                update.mutate({ enabled: next }, { onError: (thrown) => toastError(t('not_saved'), thrown) })
              }
            />
          </>
        )}
      </div>
      {connection.models_error !== null && (
        <p className="text-destructive flex basis-full items-start gap-2 text-sm break-words">
          <CircleAlert className="mt-0.5 size-4 shrink-0" aria-hidden />
          {asSentence(connection.models_error)}
        </p>
      )}
    </li>
  );
}

type Say = (key: string, values?: Record<string, unknown>) => string;

function facts(connection: Connection, kind: ConnectionKindInfo | undefined, t: Say): string {
  const key = connection.secret_hint === null ? null : t('key_hint', { hint: connection.secret_hint });
  return [kind?.name, connection.base_url, key].filter(Boolean).join(' · ');
}

function models(connection: Connection, t: Say): string {
  const count = t('model_count', { count: connection.model_count });
  if (connection.models_refreshed_at === null) return count;
  return `${count} · ${t('refreshed', { when: formatAgo(connection.models_refreshed_at) })}`;
}
