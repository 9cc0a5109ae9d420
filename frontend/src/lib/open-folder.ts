import { create } from 'zustand';

/** The folder that the sidebar lists, and in which a new chat begins; `null` is none. */
export const useOpenFolder = create<{ folderId: string | null }>(() => ({ folderId: null }));

/** Opens a folder, or closes the one that is open. */
export function openFolder(folderId: string | null): void {
  useOpenFolder.setState({ folderId });
}
