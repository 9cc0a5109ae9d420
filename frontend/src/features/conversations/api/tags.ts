import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { createTag, deleteTag, updateTag, type Tag, type TagInput } from '@/api/generated';
import { listTagsOptions, listTagsQueryKey } from '@/api/generated/@tanstack/react-query.gen';
import { queryClient } from '@/lib/query-client';
import { toastError } from '@/lib/toast';
import { refetchLists } from './list-cache';

/** The tags, by name. */
export function useTags(): Tag[] {
  const { data } = useQuery(listTagsOptions());
  return data?.items ?? [];
}

/** Makes a tag, changes it, or removes it from everywhere. */
export function useTagChanges() {
  const { t } = useTranslation('conversations');
  const after = {
    onError: (error: unknown) => toastError(t('change_failed'), error),
    onSettled: () => queryClient.invalidateQueries({ queryKey: [{ _id: listTagsQueryKey()[0]._id }] }),
  };
  const create = useMutation({ mutationFn: (body: TagInput) => createTag({ body }), ...after });
  const update = useMutation({
    mutationFn: ({ id, name, color }: TagInput & Pick<Tag, 'id'>) => updateTag({ path: { id }, body: { name, color } }),
    ...after,
  });
  const remove = useMutation({
    mutationFn: (id: string) => deleteTag({ path: { id } }),
    onSuccess: () => refetchLists(),
    ...after,
  });
  return { create, update, remove };
}
