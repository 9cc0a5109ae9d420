import { useTranslation } from 'react-i18next';
import { Dialog, DialogContent, DialogDescription, DialogHeader, DialogTitle } from '@/components/ui/dialog';
import { CreateUserForm } from './create-user-form';

type Props = { open: boolean; onOpenChange: (open: boolean) => void };

/** Makes an account without leaving the page. */
export function CreateUserDialog({ open, onOpenChange }: Props) {
  const { t } = useTranslation('admin');
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>{t('create_user')}</DialogTitle>
          <DialogDescription>{t('create_user_description')}</DialogDescription>
        </DialogHeader>
        <CreateUserForm onDone={() => onOpenChange(false)} />
      </DialogContent>
    </Dialog>
  );
}
