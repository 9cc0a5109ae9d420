import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { updateConversation, type ConversationSummary } from '@/api/generated';
import { toastError } from '@/lib/toast';
import { changeInLists, refetchLists } from './list-cache';

/** What the lists can change of a conversation. */
export type SummaryChange = Partial<
  Pick<ConversationSummary, 'title' | 'pinned' | 'archived' | 'folder_id' | 'tag_ids'>
>;

/** Changes a conversation; the lists show it at once and take it back when it is refused. */
export function useUpdateConversation() {
  const { t } = useTranslation('conversations');
  return useMutation({
    mutationFn: ({ id, change }: { id: string; change: SummaryChange }) =>
      updateConversation({ path: { id }, body: change }),
    onMutate: ({ id, change }) => changeInLists(id, (summary) => applied(summary, change)),
    onError: (error) => toastError(t('change_failed'), error),
    onSettled: (_data, _error, { id }) => refetchLists(id),
  });
}

/** Archiving moves a conversation to another list; everything else changes it where it is. */
function applied(summary: ConversationSummary, change: SummaryChange): ConversationSummary | null {
  if (change.archived !== undefined && change.archived !== summary.archived) return null;
  return { ...summary, ...change };
}
