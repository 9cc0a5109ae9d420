import { ChartColumn, KeyRound, MonitorSmartphone, Palette, Plug, UserRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { SectionLayout, type Section } from './section-layout';

const SECTIONS: Section[] = [
  { to: '/settings/profile', label: 'settings:profile', icon: UserRound },
  { to: '/settings/appearance', label: 'settings:appearance', icon: Palette },
  { to: '/settings/connections', label: 'settings:connections', icon: Plug },
  { to: '/settings/api-keys', label: 'settings:api_keys', icon: KeyRound },
  { to: '/settings/usage', label: 'settings:usage', icon: ChartColumn },
  { to: '/settings/logins', label: 'settings:logins', icon: MonitorSmartphone },
];

/** What one user can set for himself. */
export function SettingsLayout() {
  const { t } = useTranslation(['common', 'settings']);
  return <SectionLayout title={t('settings')} sections={SECTIONS} />;
}
