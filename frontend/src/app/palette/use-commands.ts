import { useNavigate } from '@tanstack/react-router';
import {
  Boxes,
  Building2,
  ChartColumn,
  FlaskConical,
  Keyboard,
  KeyRound,
  LibraryBig,
  ListChecks,
  Monitor,
  MonitorSmartphone,
  Moon,
  Palette,
  PanelLeft,
  Plug,
  Plus,
  ScrollText,
  SlidersHorizontal,
  Sun,
  UserRound,
  Users,
  type LucideIcon,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Theme } from '@/api/generated';
import { useUpdatePreferences } from '@/features/account/api/preferences';
import { useUser } from '@/lib/auth-store';
import { MOD, TOUCH_ONLY } from '@/lib/platform';
import { toggleSidebar, useShell } from '@/lib/shell-store';
import { useMediaQuery } from '@/lib/use-media-query';

export type PaletteCommand = { id: string; label: string; icon: LucideIcon; shortcut?: string; run: () => void };

const SETTINGS = [
  { to: '/settings/profile', name: 'settings:profile', icon: UserRound },
  { to: '/settings/appearance', name: 'settings:appearance', icon: Palette },
  { to: '/settings/connections', name: 'settings:connections', icon: Plug },
  { to: '/settings/api-keys', name: 'settings:api_keys', icon: KeyRound },
  { to: '/settings/usage', name: 'settings:usage', icon: ChartColumn },
  { to: '/settings/logins', name: 'settings:logins', icon: MonitorSmartphone },
] as const;

const ADMINISTRATION = [
  { to: '/admin/users', name: 'admin:users', icon: Users },
  { to: '/admin/workspaces', name: 'admin:workspaces', icon: Building2 },
  { to: '/admin/connections', name: 'admin:connections', icon: Plug },
  { to: '/admin/models', name: 'admin:gateway_models', icon: Boxes },
  { to: '/admin/api-keys', name: 'admin:api_keys', icon: KeyRound },
  { to: '/admin/usage', name: 'admin:usage', icon: ChartColumn },
  { to: '/admin/playground', name: 'admin:playground', icon: FlaskConical },
  { to: '/admin/jobs', name: 'admin:jobs', icon: ListChecks },
  { to: '/admin/instance', name: 'admin:instance', icon: SlidersHorizontal },
  { to: '/admin/audit', name: 'admin:audit', icon: ScrollText },
] as const;

const THEMES: { theme: Theme; icon: LucideIcon }[] = [
  { theme: 'system', icon: Monitor },
  { theme: 'light', icon: Sun },
  { theme: 'dark', icon: Moon },
];

/** What the palette can do besides opening conversations. */
export function useCommands(): PaletteCommand[] {
  const { t } = useTranslation(['common', 'settings', 'admin']);
  const navigate = useNavigate();
  const user = useUser();
  const preferences = useUpdatePreferences();
  const touchOnly = useMediaQuery(TOUCH_ONLY);

  const page = (of: string) => (item: (typeof SETTINGS | typeof ADMINISTRATION)[number]) => ({
    id: item.to,
    label: `${of}: ${t(item.name)}`,
    icon: item.icon,
    run: () => void navigate({ to: item.to }),
  });

  const shortcuts: PaletteCommand = {
    id: 'shortcuts',
    label: t('shortcuts'),
    icon: Keyboard,
    shortcut: '?',
    run: () => useShell.setState({ shortcutsOpen: true }),
  };

  return [
    { id: 'new', label: t('new_chat'), icon: Plus, shortcut: `${MOD} Shift O`, run: () => void navigate({ to: '/' }) },
    { id: 'knowledge', label: t('knowledge'), icon: LibraryBig, run: () => void navigate({ to: '/knowledge' }) },
    ...SETTINGS.map(page(t('settings'))),
    ...(user.role === 'member' ? [] : ADMINISTRATION.map(page(t('administration')))),
    ...THEMES.map(({ theme, icon }) => ({
      id: `theme-${theme}`,
      label: `${t('theme')}: ${t(`theme_${theme}`)}`,
      icon,
      run: () => preferences.mutate({ theme }),
    })),
    { id: 'sidebar', label: t('toggle_sidebar'), icon: PanelLeft, shortcut: `${MOD} B`, run: toggleSidebar },
    ...(touchOnly ? [] : [shortcuts]),
  ];
}
