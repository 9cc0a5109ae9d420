import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Logo } from '@/components/logo';
import { ConversationSidebar } from '@/features/conversations/components/conversation-sidebar';
import { AccountMenu } from './account-menu';
import { SidebarToggle } from './sidebar-toggle';

/** Brand, conversations, account. */
export function Sidebar() {
  const { t } = useTranslation();
  return (
    <>
      <div className="flex h-13 shrink-0 items-center justify-between pr-2 pl-4">
        <Link to="/" aria-label={t('home')} className="flex items-center gap-2 rounded-lg py-1 pr-2 pointer-coarse:min-h-11">
          <Logo className="size-6" />
          <span className="font-serif text-lg font-semibold tracking-tight">Pallium</span>
        </Link>
        <SidebarToggle />
      </div>
      <div className="flex min-h-0 flex-1 flex-col">
        <ConversationSidebar />
      </div>
      <div className="shrink-0 border-t p-2 pb-[max(0.5rem,env(safe-area-inset-bottom))]">
        <AccountMenu />
      </div>
    </>
  );
}
