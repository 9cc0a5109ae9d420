import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { deleteConversation, restoreConversation } from '@/api/generated';
import { toast, toastError } from '@/lib/toast';
import { changeInLists, refetchLists } from './list-cache';

/** Puts a conversation into the bin, and offers to take it out again. */
export function useDeleteConversation() {
  const { t } = useTranslation('conversations');
  const restore = (id: string) =>
    restoreConversation({ path: { id } })
      .catch((error: unknown) => toastError(t('restore_failed'), error))
      .finally(() => refetchLists(id));
  return useMutation({
    mutationFn: (id: string) => deleteConversation({ path: { id } }),
    onMutate: (id) => changeInLists(id, () => null),
    onSuccess: (_data, id) => toast(t('deleted'), () => void restore(id)),
    onError: (error) => toastError(t('delete_failed'), error),
    onSettled: () => refetchLists(),
  });
}
