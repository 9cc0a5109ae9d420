import { useTranslation } from 'react-i18next';
import type { Connection, ConnectionKindInfo } from '@/api/generated';
import { Dialog, DialogContent, DialogDescription, DialogHeader, DialogTitle } from '@/components/ui/dialog';
import { toast } from '@/lib/toast';
import { useUpdateConnection } from '../api/update-connection';
import { toUpdate } from '../model/connection-form';
import { ConnectionForm } from './connection-form';

type Props = {
  connection: Connection;
  kind: ConnectionKindInfo;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

/** Changes name, address, key or calls at once of a connection. */
export function EditConnectionDialog({ connection, kind, open, onOpenChange }: Props) {
  const { t } = useTranslation('settings');
  const update = useUpdateConnection(connection.id);
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>{t('edit_connection', { name: connection.name })}</DialogTitle>
          <DialogDescription>{t('edit_connection_description')}</DialogDescription>
        </DialogHeader>
        <ConnectionForm
          kind={kind}
          existing={connection}
          scope={connection.scope}
          onSubmit={async (values) => {
            await update.mutateAsync(toUpdate(connection, values));
            onOpenChange(false);
            toast(t('connection_saved'));
          }}
        />
      </DialogContent>
    </Dialog>
  );
}
