import { Boxes, Building2, ChartColumn, FlaskConical, KeyRound, ListChecks, Plug, ScrollText, SlidersHorizontal, Users } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { SectionLayout, type Section } from './section-layout';

const SECTIONS: Section[] = [
  { to: '/admin/users', label: 'admin:users', icon: Users },
  { to: '/admin/workspaces', label: 'admin:workspaces', icon: Building2 },
  { to: '/admin/connections', label: 'admin:connections', icon: Plug },
  { to: '/admin/models', label: 'admin:gateway_models', icon: Boxes },
  { to: '/admin/api-keys', label: 'admin:api_keys', icon: KeyRound },
  { to: '/admin/usage', label: 'admin:usage', icon: ChartColumn },
  { to: '/admin/playground', label: 'admin:playground', icon: FlaskConical },
  { to: '/admin/jobs', label: 'admin:jobs', icon: ListChecks },
  { to: '/admin/instance', label: 'admin:instance', icon: SlidersHorizontal },
  { to: '/admin/audit', label: 'admin:audit', icon: ScrollText },
];

/** What admins set for everybody. */
export function AdminLayout() {
  const { t } = useTranslation(['common', 'admin']);
  return <SectionLayout title={t('administration')} sections={SECTIONS} />;
}
