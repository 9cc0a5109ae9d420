import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog, DialogContent, DialogDescription, DialogHeader, DialogTitle } from '@/components/ui/dialog';
import { useCreateApiKey } from '../api/api-keys';
import { toCreateKey } from '../model/key-form';
import { KeyForm } from './key-form';
import { SecretShown } from './secret-shown';

type Props = {
  /** Whether the key may be somebody else's. */
  chooseOwner?: boolean;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

/** Makes a key, then shows its text. Give it a new `key` for each opening. */
export function CreateKeyDialog({ chooseOwner = false, open, onOpenChange }: Props) {
  const { t } = useTranslation('gateway');
  const create = useCreateApiKey();
  const [secret, setSecret] = useState<string>();
  return (
    <Dialog open={open} onOpenChange={onOpenChange} disablePointerDismissal={secret !== undefined}>
      <DialogContent className="max-w-xl">
        <DialogHeader>
          <DialogTitle>{t(secret === undefined ? 'create_key' : 'key_created')}</DialogTitle>
          <DialogDescription>{t(secret === undefined ? 'create_key_description' : 'key_created_description')}</DialogDescription>
        </DialogHeader>
        {secret === undefined ? (
          <KeyForm
            chooseOwner={chooseOwner}
            onSubmit={async (values) => {
              const { key } = await create.mutateAsync(toCreateKey(values));
              setSecret(key ?? '');
            }}
          />
        ) : (
          <SecretShown secret={secret} onDone={() => onOpenChange(false)} />
        )}
      </DialogContent>
    </Dialog>
  );
}
