import { Plug, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection, Scope } from '@/api/generated';
import { Faces } from '@/components/faces';
import { EmptyState } from '@/components/empty-state';
import { Page } from '@/components/page';
import { Button } from '@/components/ui/button';
import { useUser } from '@/lib/auth-store';
import { useConnectionKinds } from '../api/list-connection-kinds';
import { useConnections } from '../api/list-connections';
import { AddConnectionDialog } from './add-connection-dialog';
import { ConnectionCard } from './connection-card';

/** `all` shows what the user can chat with; `system` what the instance offers to everybody. */
export function ConnectionsPage({ show }: { show: 'all' | 'system' }) {
  const { t } = useTranslation('settings');
  const user = useUser();
  const connections = useConnections();
  const kinds = useConnectionKinds();
  const [adding, setAdding] = useState(false);
  const visible = (items: Connection[]) => items.filter(({ scope }) => show === 'all' || scope === 'system');
  const add = (
    <Button onClick={() => setAdding(true)}>
      <Plus aria-hidden />
      {t('add_connection')}
    </Button>
  );

  return (
    <Page
      title={t(show === 'all' ? 'connections' : 'system_connections')}
      description={t(show === 'all' ? 'connections_description' : 'system_connections_description')}
      actions={add}
    >
      <Faces
        query={connections}
        isEmpty={({ items }) => visible(items).length === 0}
        empty={
          <EmptyState icon={Plug} title={t('no_connections')} description={t('no_connections_description')} action={add} />
        }
      >
        {({ items }) => (
          <ul className="flex flex-col gap-3">
            {visible(items).map((connection) => (
              <ConnectionCard
                key={connection.id}
                connection={connection}
                kind={kinds.data?.items.find(({ kind }) => kind === connection.kind)}
              />
            ))}
          </ul>
        )}
      </Faces>
      <AddConnectionDialog open={adding} onOpenChange={setAdding} scope={scopeOf(show, user.role)} />
    </Page>
  );
}

function scopeOf(show: 'all' | 'system', role: string): Scope | 'choose' {
  if (show === 'system') return 'system';
  return role === 'member' ? 'user' : 'choose';
}
