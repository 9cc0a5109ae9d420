import { Gauge, KeyRound, MoreHorizontal, UserCheck, UserX } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Role, UpdateUser, User } from '@/api/generated';
import { Button } from '@/components/ui/button';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu';
import { useUser } from '@/lib/auth-store';
import { toast, toastError } from '@/lib/toast';
import { useUpdateUser } from '../api/update-user';
import { rolesToGive } from '../model/may-change';
import { ResetPasswordDialog } from './reset-password-dialog';
import { UserLimitsDialog } from './user-limits-dialog';

/** What an admin can do to an account. */
export function UserMenu({ user }: { user: User }) {
  const { t } = useTranslation('admin');
  const actor = useUser();
  const update = useUpdateUser(user.id);
  const [open, setOpen] = useState<'password' | 'limits'>();
  const change = (body: UpdateUser, done: string, undo: UpdateUser) =>
    update.mutate(body, {
      onSuccess: () => toast(done, () => update.mutate(undo)),
      onError: (thrown) => toastError(t('user_not_changed'), thrown),
    });
  const giveRole = (role: Role) =>
    change({ role }, t('role_given', { name: user.name, role: t(`role_${role}`) }), { role: user.role });
  const setDisabled = (disabled: boolean) =>
    change({ disabled }, t(disabled ? 'user_disabled' : 'user_enabled', { name: user.name }), { disabled: !disabled });

  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger
          render={
            <Button variant="ghost" size="icon" aria-label={t('more_for', { name: user.name })}>
              <MoreHorizontal aria-hidden />
            </Button>
          }
        />
        <DropdownMenuContent align="end">
          <DropdownMenuRadioGroup value={user.role} onValueChange={(role: Role) => giveRole(role)}>
            <DropdownMenuLabel>{t('role')}</DropdownMenuLabel>
            {rolesToGive(actor).map((role) => (
              <DropdownMenuRadioItem key={role} value={role}>
                {t(`role_${role}`)}
              </DropdownMenuRadioItem>
            ))}
          </DropdownMenuRadioGroup>
          <DropdownMenuSeparator />
          <DropdownMenuItem onClick={() => setOpen('limits')}>
            <Gauge aria-hidden />
            {t('limits_of_user')}
          </DropdownMenuItem>
          <DropdownMenuItem onClick={() => setOpen('password')}>
            <KeyRound aria-hidden />
            {t('reset_password')}
          </DropdownMenuItem>
          {user.disabled ? (
            <DropdownMenuItem onClick={() => setDisabled(false)}>
              <UserCheck aria-hidden />
              {t('enable_user')}
            </DropdownMenuItem>
          ) : (
            <DropdownMenuItem variant="destructive" onClick={() => setDisabled(true)}>
              <UserX aria-hidden />
              {t('disable_user')}
            </DropdownMenuItem>
          )}
        </DropdownMenuContent>
      </DropdownMenu>
      <ResetPasswordDialog user={user} open={open === 'password'} onOpenChange={(next) => setOpen(next ? 'password' : undefined)} />
      {open === 'limits' && <UserLimitsDialog user={user} onClose={() => setOpen(undefined)} />}
    </>
  );
}
