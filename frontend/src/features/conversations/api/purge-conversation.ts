import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { purgeConversation } from '@/api/generated';
import { toastError } from '@/lib/toast';
import { changeInLists, refetchLists } from './list-cache';

/** Deletes a conversation of the bin for good. */
export function usePurgeConversation() {
  const { t } = useTranslation('conversations');
  return useMutation({
    mutationFn: (id: string) => purgeConversation({ path: { id } }),
    onMutate: (id) => changeInLists(id, () => null),
    onError: (error) => toastError(t('delete_failed'), error),
    onSettled: () => refetchLists(),
  });
}
