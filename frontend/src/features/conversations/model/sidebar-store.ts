import { create } from 'zustand';
import type { ListFilter } from '../api/list-conversations';

/** What the sidebar lists, and what is searched for. */
interface SidebarState {
  view: NonNullable<ListFilter['view']>;
  folderId: string | null;
  tagId: string | null;
  query: string;
}

/** The sidebar's choices; they outlive the drawer of a phone. */
export const useSidebar = create<SidebarState>(() => ({ view: 'active', folderId: null, tagId: null, query: '' }));

/** The choices as the list's question. */
export function filterOf({ view, folderId, tagId }: SidebarState): ListFilter {
  return { view, ...(folderId !== null && { folder_id: folderId }), ...(tagId !== null && { tag_id: tagId }) };
}
