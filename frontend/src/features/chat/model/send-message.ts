import type { Conversation, Message, Run, StartRun, Turn } from '@/api/generated';
import { toApiError } from '@/api/client';
import { getConversationQueryKey } from '@/api/generated/@tanstack/react-query.gen';
import { useOpenFolder } from '@/lib/open-folder';
import { queryClient } from '@/lib/query-client';
import { createConversation } from '../api/create-conversation';
import { threadKey } from '../api/read-runs';
import { startRun } from '../api/start-run';
import { attachmentPart } from './attachment-part';
import { storeAttachments } from './draft-attachments';
import { storeDraft } from './drafts';
import { markAsked } from './asked-here';
import { forgetNewChat, useNewChat } from './new-chat-store';
import { setPending } from './pending-store';
import { heldThread, readLatest, showStartedRun } from './thread-cache';
import { findTurn } from './thread-window';

/** What the user wants to say. */
export interface NewInput {
  text: string;
  attachmentIds: string[];
}

/**
 * Says something, in a new conversation where there is none. It is on the screen from the first
 * moment; what the server refuses stays there, with the reason, and is kept as a draft.
 */
export async function sendMessage(conversationId: string | null, input: NewInput): Promise<string | null> {
  setPending(conversationId, { ...input, status: 'sending', error: null });
  let target = conversationId;
  try {
    target ??= (await createFromChoices()).id;
    if (heldThread(target)?.has_after) await readLatest(target);
    await startAndShow(target, { action: 'send', input: bodyOf(input) }, messageOf(input));
    setPending(conversationId, undefined);
    storeDraft(conversationId, '');
    storeAttachments(conversationId);
    return target;
  } catch (error) {
    setPending(conversationId, { ...input, status: 'failed', error });
    storeDraft(conversationId, input.text);
    return null;
  }
}

async function createFromChoices(): Promise<Conversation> {
  const { temporary, model, parameters } = useNewChat.getState();
  const { folderId } = useOpenFolder.getState();
  // A temporary chat lies nowhere: no list shows it.
  const folder_id = temporary ? null : folderId;
  const conversation = await createConversation({ temporary, model, parameters, folder_id });
  queryClient.setQueryData(getConversationQueryKey({ path: { id: conversation.id } }), conversation);
  forgetNewChat();
  return conversation;
}

/** Says the same thing in other words, beside the old ones. */
export function editMessage(turn: Turn, input: NewInput): Promise<Run> {
  const body: StartRun = { action: 'edit', run_id: turn.run.id, input: bodyOf(input) };
  return startAndShow(turn.run.conversation_id, body, messageOf(input));
}

/** Asks the same thing again, of another model where one is named. */
export function regenerate(turn: Turn, model?: Run['model']): Promise<Run> {
  const body: StartRun = { action: 'regenerate', run_id: turn.run.id, ...(model && { model }) };
  return startAndShow(turn.run.conversation_id, body, turn.input);
}

/** Lets a cut answer go on. */
export function continueAnswer(turn: Turn): Promise<Run> {
  return startAndShow(turn.run.conversation_id, { action: 'continue', run_id: turn.run.id }, null);
}

async function startAndShow(conversationId: string, body: StartRun, input: Message | null): Promise<Run> {
  const run = await start(conversationId, body);
  markAsked(run.id);
  const held = heldThread(conversationId);
  const besides = body.action === 'edit' || body.action === 'regenerate' ? body.run_id : null;
  showStartedRun(run, input, held && besides !== null ? findTurn(held, besides) : undefined);
  void queryClient.invalidateQueries({ queryKey: [{ _id: 'listConversations' }] });
  return run;
}

/** Another page may have started a run a moment ago: this one then joins it. */
async function start(conversationId: string, body: StartRun): Promise<Run> {
  try {
    return await startRun(conversationId, body);
  } catch (error) {
    if (toApiError(error).code === 'run_in_progress') {
      await queryClient.invalidateQueries({ queryKey: threadKey(conversationId) });
    }
    throw error;
  }
}

function bodyOf({ text, attachmentIds }: NewInput) {
  return { text, attachment_ids: attachmentIds };
}

/** The message as it will come back, until it does. */
function messageOf({ text, attachmentIds }: NewInput): Message {
  const words = text === '' ? [] : [{ type: 'text' as const, text }];
  return { id: 'pending', role: 'user', parts: [...attachmentIds.map(attachmentPart), ...words] as Message['parts'], created_at: new Date().toISOString() };
}
