import { MoreHorizontal, Pencil, RefreshCw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection, ConnectionKindInfo } from '@/api/generated';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu';
import { toast, toastError } from '@/lib/toast';
import { useDeleteConnection } from '../api/delete-connection';
import { useRefreshModels } from '../api/refresh-models';
import { EditConnectionDialog } from './edit-connection-dialog';

type Props = { connection: Connection; kind: ConnectionKindInfo | undefined };

/** What can be done to a connection besides testing it. */
export function ConnectionMenu({ connection, kind }: Props) {
  const { t } = useTranslation('settings');
  const [open, setOpen] = useState<'edit' | 'delete'>();
  const refresh = useRefreshModels(connection.id);
  const remove = useDeleteConnection(connection.id);
  const readModels = () =>
    refresh.mutate(undefined, {
      onSuccess: (fresh) => {
        if (fresh.models_error === null) toast(t('models_refreshed', { count: fresh.model_count }));
        else toastError(t('models_not_refreshed'), new Error(fresh.models_error));
      },
      onError: (thrown) => toastError(t('models_not_refreshed'), thrown),
    });

  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger
          render={
            <Button variant="ghost" size="icon" aria-label={t('more_for', { name: connection.name })}>
              <MoreHorizontal aria-hidden />
            </Button>
          }
        />
        <DropdownMenuContent align="end">
          <DropdownMenuItem onClick={readModels}>
            <RefreshCw aria-hidden />
            {t('refresh_models')}
          </DropdownMenuItem>
          <DropdownMenuItem disabled={kind === undefined} onClick={() => setOpen('edit')}>
            <Pencil aria-hidden />
            {t('edit')}
          </DropdownMenuItem>
          <DropdownMenuSeparator />
          <DropdownMenuItem variant="destructive" onClick={() => setOpen('delete')}>
            <Trash2 aria-hidden />
            {t('common:delete')}
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      {kind !== undefined && (
        <EditConnectionDialog
          key={String(open === 'edit')}
          connection={connection}
          kind={kind}
          open={open === 'edit'}
          onOpenChange={(next) => setOpen(next ? 'edit' : undefined)}
        />
      )}
      <AlertDialog
        open={open === 'delete'}
        onOpenChange={(next) => setOpen(next ? 'delete' : undefined)}
        title={t('delete_connection', { name: connection.name })}
        description={t('delete_connection_description')}
        confirm={t('common:delete')}
        onConfirm={() =>
          remove.mutate(undefined, {
            onSuccess: () => toast(t('connection_deleted', { name: connection.name })),
            onError: (thrown) => toastError(t('connection_not_deleted'), thrown),
          })
        }
      />
    </>
  );
}
