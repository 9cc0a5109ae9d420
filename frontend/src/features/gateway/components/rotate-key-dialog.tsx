import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Dialog, DialogContent, DialogDescription, DialogFooter, DialogHeader, DialogTitle } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { Spinner } from '@/components/ui/spinner';
import { toastError } from '@/lib/toast';
import { useRotateApiKey } from '../api/api-keys';
import type { ApiKey } from '@/api/generated';
import { SecretShown } from './secret-shown';

/** For how long the old text still works, in seconds. */
const OVERLAPS = ['0', '3600', '86400', '604800'] as const;

type Props = { apiKey: ApiKey; open: boolean; onOpenChange: (open: boolean) => void };

/** Exchanges a key's text, then shows the new one. Give it a new `key` for each opening. */
export function RotateKeyDialog({ apiKey, open, onOpenChange }: Props) {
  const { t } = useTranslation('gateway');
  const [overlap, setOverlap] = useState<(typeof OVERLAPS)[number]>('3600');
  const rotate = useRotateApiKey(apiKey.id);
  const secret = rotate.data?.key ?? undefined;
  const begin = () => rotate.mutate(Number(overlap), { onError: (thrown) => toastError(t('key_not_rotated'), thrown) });
  return (
    <Dialog open={open} onOpenChange={onOpenChange} disablePointerDismissal={secret !== undefined}>
      <DialogContent className="max-w-xl">
        <DialogHeader>
          <DialogTitle>{t('rotate_key', { name: apiKey.name })}</DialogTitle>
          <DialogDescription>{t('rotate_key_description')}</DialogDescription>
        </DialogHeader>
        {secret === undefined ? (
          <>
            <Field label={t('overlap')} hint={t('overlap_hint')}>
              {(control) => (
                <Select
                  {...control}
                  value={overlap}
                  onValueChange={setOverlap}
                  options={OVERLAPS.map((value) => ({ value, label: t(`overlap_${value}`) }))}
                />
              )}
            </Field>
            <DialogFooter>
              <Button disabled={rotate.isPending} onClick={begin}>
                {rotate.isPending && <Spinner />}
                {t('rotate')}
              </Button>
            </DialogFooter>
          </>
        ) : (
          <SecretShown secret={secret} onDone={() => onOpenChange(false)} />
        )}
      </DialogContent>
    </Dialog>
  );
}
