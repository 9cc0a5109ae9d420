import { create } from 'zustand';
import type { ConversationSummary } from '@/api/generated';

/** The dialog in which tags are made and changed, and the conversation that gets a new one. */
interface TagDialogState {
  open: boolean;
  assignTo: Pick<ConversationSummary, 'id' | 'tag_ids'> | null;
}

export const useTagDialog = create<TagDialogState>(() => ({ open: false, assignTo: null }));
