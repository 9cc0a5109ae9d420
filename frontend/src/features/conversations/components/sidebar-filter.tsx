import { Folder as FolderIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { openFolder, useOpenFolder } from '@/lib/open-folder';
import { useFolders } from '../api/folders';
import { useTags } from '../api/tags';
import { useSidebar } from '../model/sidebar-store';
import { FilterChip } from './filter-chip';
import { TagDialog } from './tag-dialog';

/** What the list is narrowed to: a folder, a tag. */
export function SidebarFilter() {
  const { t } = useTranslation('conversations');
  const { tagId } = useSidebar();
  const { folderId } = useOpenFolder();
  const folder = useFolders().find(({ id }) => id === folderId);
  const tags = useTags();
  return (
    <>
      {(folder !== undefined || tags.length > 0) && (
        <div role="group" aria-label={t('filter')} className="flex flex-wrap gap-1 px-2 pt-2">
          {folder && (
            <FilterChip pressed onToggle={() => openFolder(null)}>
              <FolderIcon className="size-3.5" aria-hidden />
              {folder.name}
            </FilterChip>
          )}
          {tags.map(({ id, name, color }) => (
            <FilterChip key={id} pressed={id === tagId} onToggle={() => useSidebar.setState({ tagId: id === tagId ? null : id })}>
              <span className="size-2 rounded-full" style={{ backgroundColor: color }} aria-hidden />
              {name}
            </FilterChip>
          ))}
        </div>
      )}
      <TagDialog />
    </>
  );
}
