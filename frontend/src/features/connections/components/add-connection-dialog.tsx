import { useTranslation } from 'react-i18next';
import type { Connection, Scope } from '@/api/generated';
import { Dialog, DialogContent, DialogDescription, DialogHeader, DialogTitle } from '@/components/ui/dialog';
import { toast, toastError } from '@/lib/toast';
import { AddConnection } from './add-connection';

type Props = { open: boolean; onOpenChange: (open: boolean) => void; scope: Scope | 'choose' };

/** Connects a vendor without leaving the page. */
export function AddConnectionDialog({ open, onOpenChange, scope }: Props) {
  const { t } = useTranslation('settings');
  const created = (connection: Connection) => {
    onOpenChange(false);
    if (connection.models_error === null) toast(t('connected', { name: connection.name, count: connection.model_count }));
    else toastError(t('connected_without_models', { name: connection.name }), new Error(connection.models_error));
  };
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>{t('add_connection')}</DialogTitle>
          <DialogDescription>{t('add_connection_description')}</DialogDescription>
        </DialogHeader>
        <AddConnection scope={scope} onCreated={created} />
      </DialogContent>
    </Dialog>
  );
}
