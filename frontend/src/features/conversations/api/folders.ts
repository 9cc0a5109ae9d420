import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { createFolder, deleteFolder, updateFolder, type Folder } from '@/api/generated';
import { listFoldersOptions, listFoldersQueryKey } from '@/api/generated/@tanstack/react-query.gen';
import { openFolder } from '@/lib/open-folder';
import { queryClient } from '@/lib/query-client';
import { toastError } from '@/lib/toast';
import { refetchLists } from './list-cache';

/** The folders, by name. */
export function useFolders(): Folder[] {
  const { data } = useQuery(listFoldersOptions());
  return data?.items ?? [];
}

/** Makes a folder, renames it, or removes it; its conversations stay. */
export function useFolderChanges() {
  const { t } = useTranslation('conversations');
  const after = {
    onError: (error: unknown) => toastError(t('change_failed'), error),
    onSettled: () => queryClient.invalidateQueries({ queryKey: [{ _id: listFoldersQueryKey()[0]._id }] }),
  };
  const create = useMutation({ mutationFn: (name: string) => createFolder({ body: { name } }), ...after });
  const rename = useMutation({
    mutationFn: ({ id, name }: Pick<Folder, 'id' | 'name'>) => updateFolder({ path: { id }, body: { name } }),
    ...after,
  });
  const remove = useMutation({
    mutationFn: (id: string) => deleteFolder({ path: { id } }),
    onSuccess: () => {
      openFolder(null);
      refetchLists();
    },
    ...after,
  });
  return { create, rename, remove };
}
