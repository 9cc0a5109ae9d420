import { useTranslation } from 'react-i18next';
import { Dialog, DialogContent, DialogDescription, DialogHeader, DialogTitle } from '@/components/ui/dialog';
import { toast } from '@/lib/toast';
import { useUpdateApiKey } from '../api/api-keys';
import type { ApiKey } from '@/api/generated';
import { toUpdateKey } from '../model/key-form';
import { KeyForm } from './key-form';

type Props = { apiKey: ApiKey; open: boolean; onOpenChange: (open: boolean) => void };

/** Changes what a key may do; its text stays. */
export function EditKeyDialog({ apiKey, open, onOpenChange }: Props) {
  const { t } = useTranslation('gateway');
  const update = useUpdateApiKey(apiKey.id);
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent className="max-w-xl">
        <DialogHeader>
          <DialogTitle>{t('edit_key', { name: apiKey.name })}</DialogTitle>
          <DialogDescription>{t('edit_key_description')}</DialogDescription>
        </DialogHeader>
        <KeyForm
          apiKey={apiKey}
          onSubmit={async (values) => {
            await update.mutateAsync(toUpdateKey(values));
            onOpenChange(false);
            toast(t('common:saved'));
          }}
        />
      </DialogContent>
    </Dialog>
  );
}
