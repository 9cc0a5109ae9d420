import { lazy, Suspense } from 'react';
import { useOpenFolder } from '@/lib/open-folder';
import { QUERY_MIN } from '../api/search';
import { useSidebar } from '../model/sidebar-store';
import { ConversationList } from './conversation-list';
import { FolderList } from './folder-list';
import { NewChatButton } from './new-chat-button';
import { SearchField } from './search-field';
import { SidebarFilter } from './sidebar-filter';
import { ViewSwitch } from './view-switch';

// Its code is fetched with the first search.
const SearchResults = lazy(() => import('./search-results').then((module) => ({ default: module.SearchResults })));

/** All conversations: new, searched, in folders, with tags, archived, in the bin. */
export function ConversationSidebar() {
  const { query, view } = useSidebar();
  const { folderId } = useOpenFolder();
  const searching = query.trim().length >= QUERY_MIN;
  return (
    <>
      <div className="flex flex-col gap-2 px-3 pb-2">
        <NewChatButton />
        <SearchField />
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-2 pb-3">
        {searching ? (
          <Suspense>
            <SearchResults query={query} />
          </Suspense>
        ) : (
          <>
            {view === 'active' && folderId === null && <FolderList />}
            <SidebarFilter />
            <ConversationList />
          </>
        )}
      </div>
      <ViewSwitch />
    </>
  );
}
