import { PanelLeft } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '@/components/ui/icon-button';
import { MOD } from '@/lib/platform';
import { toggleSidebar, useShell } from '@/lib/shell-store';

/** Opens and closes the sidebar. */
export function SidebarToggle({ className }: { className?: string }) {
  const { t } = useTranslation();
  const open = useShell((shell) => shell.sidebarOpen);
  return (
    <IconButton
      label={t('toggle_sidebar')}
      shortcut={`${MOD} B`}
      aria-expanded={open}
      className={className}
      onClick={toggleSidebar}
    >
      <PanelLeft aria-hidden />
    </IconButton>
  );
}
