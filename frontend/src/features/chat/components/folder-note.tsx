import { useQuery } from '@tanstack/react-query';
import { Folder as FolderIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { listFoldersOptions } from '@/api/generated/@tanstack/react-query.gen';
import { useOpenFolder } from '@/lib/open-folder';

/** Says in which folder the new chat will lie. */
export function FolderNote() {
  const { t } = useTranslation('chat');
  const { folderId } = useOpenFolder();
  const { data } = useQuery(listFoldersOptions());
  const folder = data?.items.find(({ id }) => id === folderId);
  if (folder === undefined) return null;
  return (
    <p className="text-muted-foreground mt-3 flex items-center justify-center gap-1.5 text-sm">
      <FolderIcon className="size-4 shrink-0" aria-hidden />
      <span className="truncate">{t('in_folder', { name: folder.name })}</span>
    </p>
  );
}
