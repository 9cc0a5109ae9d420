import { Link } from '@tanstack/react-router';
import { LibraryBig } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Logo } from '@/components/logo';
import { ConversationSidebar } from '@/features/conversations/components/conversation-sidebar';
import { AccountMenu } from './account-menu';
import { SidebarToggle } from './sidebar-toggle';

/** Brand, conversations, knowledge, account. */
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
      <div className="flex shrink-0 flex-col gap-1 border-t p-2 pb-[max(0.5rem,env(safe-area-inset-bottom))]">
        <Link
          to="/knowledge"
          className="hover:bg-sidebar-accent data-[status=active]:bg-sidebar-accent flex h-9 items-center gap-2.5 rounded-lg px-3 text-sm font-medium pointer-coarse:h-11"
        >
          <LibraryBig className="text-muted-foreground size-4" aria-hidden />
          {t('knowledge')}
        </Link>
        <AccountMenu />
      </div>
    </>
  );
}
