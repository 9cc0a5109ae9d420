import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { restoreConversation } from '@/api/generated';
import { toast, toastError } from '@/lib/toast';
import { changeInLists, refetchLists } from './list-cache';

/** Takes a conversation out of the bin. */
export function useRestoreConversation() {
  const { t } = useTranslation('conversations');
  return useMutation({
    mutationFn: (id: string) => restoreConversation({ path: { id } }),
    onMutate: (id) => changeInLists(id, () => null),
    onSuccess: () => toast(t('restored')),
    onError: (error) => toastError(t('restore_failed'), error),
    onSettled: (_data, _error, id) => refetchLists(id),
  });
}
