import { create } from 'zustand';
import { useOpenFolder } from '@/lib/open-folder';
import type { ListFilter } from '../api/list-conversations';

/** What the sidebar lists beside the open folder, and what is searched for. */
interface SidebarState {
  view: NonNullable<ListFilter['view']>;
  tagId: string | null;
  query: string;
}

/** The sidebar's choices; they outlive the drawer of a phone. */
export const useSidebar = create<SidebarState>(() => ({ view: 'active', tagId: null, query: '' }));

/** The choices as the list's question. */
export function useListFilter(): ListFilter {
  const { view, tagId } = useSidebar();
  const { folderId } = useOpenFolder();
  return { view, ...(folderId !== null && { folder_id: folderId }), ...(tagId !== null && { tag_id: tagId }) };
}
