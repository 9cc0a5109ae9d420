import { KeyRound, MoreHorizontal, Pencil, RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
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
import { useRevokeApiKey } from '../api/api-keys';
import type { ApiKey } from '@/api/generated';
import { EditKeyDialog } from './edit-key-dialog';
import { RotateKeyDialog } from './rotate-key-dialog';

/** What can be done to a key that was not revoked. */
export function KeyMenu({ apiKey }: { apiKey: ApiKey }) {
  const { t } = useTranslation('gateway');
  const [open, setOpen] = useState<'edit' | 'rotate' | 'revoke'>();
  const revoke = useRevokeApiKey(apiKey.id);
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger
          render={
            <Button variant="ghost" size="icon" aria-label={t('more_for', { name: apiKey.name })}>
              <MoreHorizontal aria-hidden />
            </Button>
          }
        />
        <DropdownMenuContent align="end">
          <DropdownMenuItem onClick={() => setOpen('edit')}>
            <Pencil aria-hidden />
            {t('edit')}
          </DropdownMenuItem>
          <DropdownMenuItem onClick={() => setOpen('rotate')}>
            <RefreshCw aria-hidden />
            {t('rotate')}
          </DropdownMenuItem>
          <DropdownMenuSeparator />
          <DropdownMenuItem variant="destructive" onClick={() => setOpen('revoke')}>
            <KeyRound aria-hidden />
            {t('revoke')}
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <EditKeyDialog
        key={`edit ${String(open === 'edit')}`}
        apiKey={apiKey}
        open={open === 'edit'}
        onOpenChange={(next) => setOpen(next ? 'edit' : undefined)}
      />
      <RotateKeyDialog
        key={`rotate ${String(open === 'rotate')}`}
        apiKey={apiKey}
        open={open === 'rotate'}
        onOpenChange={(next) => setOpen(next ? 'rotate' : undefined)}
      />
      <AlertDialog
        open={open === 'revoke'}
        onOpenChange={(next) => setOpen(next ? 'revoke' : undefined)}
        title={t('revoke_key', { name: apiKey.name })}
        description={t('revoke_key_description')}
        confirm={t('revoke')}
        onConfirm={() =>
          revoke.mutate(undefined, {
            onSuccess: () => toast(t('key_revoked', { name: apiKey.name })),
            onError: (thrown) => toastError(t('key_not_revoked'), thrown),
          })
        }
      />
    </>
  );
}
