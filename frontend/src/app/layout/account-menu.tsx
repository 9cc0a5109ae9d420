import { useNavigate } from '@tanstack/react-router';
import { ChevronsUpDown, Keyboard, LogOut, Palette, Settings, ShieldCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Avatar } from '@/components/ui/avatar';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuShortcut,
  DropdownMenuSub,
  DropdownMenuSubTrigger,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu';
import { useLogout } from '@/features/auth/api/logout';
import { useUser } from '@/lib/auth-store';
import { TOUCH_ONLY } from '@/lib/platform';
import { useShell } from '@/lib/shell-store';
import { useMediaQuery } from '@/lib/use-media-query';
import { ThemeMenu } from './theme-menu';

/** Who is logged in, and the doors to everything that is not a chat. */
export function AccountMenu() {
  const { t } = useTranslation();
  const user = useUser();
  const navigate = useNavigate();
  const logout = useLogout();
  const touchOnly = useMediaQuery(TOUCH_ONLY);
  const leave = () => logout.mutate(undefined, { onSettled: () => void navigate({ to: '/login' }) });

  return (
    <DropdownMenu>
      <DropdownMenuTrigger
        aria-label={t('account_of', { name: user.name })}
        className="hover:bg-sidebar-accent data-popup-open:bg-sidebar-accent flex min-h-12 w-full items-center gap-2.5 rounded-lg px-2 py-1.5 text-left"
      >
        <Avatar name={user.name} />
        <span className="min-w-0 flex-1">
          <span className="block truncate text-sm font-medium">{user.name}</span>
          <span className="text-muted-foreground block truncate text-xs">{user.email}</span>
        </span>
        <ChevronsUpDown className="text-muted-foreground size-4 shrink-0" aria-hidden />
      </DropdownMenuTrigger>
      <DropdownMenuContent side="top" className="w-(--anchor-width) min-w-60">
        <DropdownMenuItem onClick={() => void navigate({ to: '/settings/profile' })}>
          <Settings aria-hidden />
          {t('settings')}
        </DropdownMenuItem>
        {user.role !== 'member' && (
          <DropdownMenuItem onClick={() => void navigate({ to: '/admin/users' })}>
            <ShieldCheck aria-hidden />
            {t('administration')}
          </DropdownMenuItem>
        )}
        <DropdownMenuSub>
          <DropdownMenuSubTrigger>
            <Palette aria-hidden />
            {t('theme')}
          </DropdownMenuSubTrigger>
          <ThemeMenu />
        </DropdownMenuSub>
        {!touchOnly && (
          <DropdownMenuItem onClick={() => useShell.setState({ shortcutsOpen: true })}>
            <Keyboard aria-hidden />
            {t('shortcuts')}
            <DropdownMenuShortcut>?</DropdownMenuShortcut>
          </DropdownMenuItem>
        )}
        <DropdownMenuSeparator />
        <DropdownMenuItem onClick={leave}>
          <LogOut aria-hidden />
          {t('log_out')}
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
