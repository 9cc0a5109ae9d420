import type { Message, Run, Turn } from '@/api/generated';
import { toApiError } from '@/api/client';
import { queryClient } from '@/lib/query-client';
import { readRun } from '../api/read-run';
import { readRuns, threadKey } from '../api/read-runs';
import { updateConversation } from '../api/update-conversation';
import { append, EMPTY_WINDOW, findTurn, prepend, refreshTail, replaceTurn, startTurn, type ThreadWindow } from './thread-window';

/** What this page holds of a thread. */
export function heldThread(conversationId: string): ThreadWindow | undefined {
  return queryClient.getQueryData<ThreadWindow>(threadKey(conversationId));
}

function hold(conversationId: string, change: (window: ThreadWindow) => ThreadWindow): void {
  queryClient.setQueryData<ThreadWindow>(threadKey(conversationId), (window) => change(window ?? EMPTY_WINDOW));
}

/** Reads the end of the thread and joins it to what is held. A window in the middle stays as it is. */
export async function refreshThread(conversationId: string): Promise<ThreadWindow> {
  if (heldThread(conversationId)?.has_after) return heldThread(conversationId) ?? EMPTY_WINDOW;
  const tail = await readRuns(conversationId);
  const held = heldThread(conversationId);
  return held === undefined ? tail : refreshTail(held, tail);
}

/** Forgets the window and reads the end. */
export async function readLatest(conversationId: string): Promise<void> {
  const tail = await readRuns(conversationId);
  hold(conversationId, () => tail);
}

/** Reads what comes before the first turn that is held. */
export async function readOlder(conversationId: string): Promise<void> {
  const first = heldThread(conversationId)?.items[0];
  if (first === undefined) return;
  const older = await readRuns(conversationId, { before: first.run.id });
  hold(conversationId, (window) => (window.items[0]?.run.id === first.run.id ? prepend(window, older) : window));
}

/** Reads what comes after the last turn that is held. */
export async function readNewer(conversationId: string): Promise<void> {
  const last = heldThread(conversationId)?.items.at(-1);
  if (last === undefined) return;
  const newer = await readRuns(conversationId, { after: last.run.id });
  hold(conversationId, (window) => (window.items.at(-1)?.run.id === last.run.id ? append(window, newer) : window));
}

/** Makes sure that a run is among the turns that are held, on its own branch if need be. */
export async function bringIntoView(conversationId: string, runId: string): Promise<void> {
  const held = heldThread(conversationId);
  if (held !== undefined && findTurn(held, runId) !== undefined) return;
  const window = await readAround(conversationId, runId);
  hold(conversationId, () => window);
}

async function readAround(conversationId: string, runId: string): Promise<ThreadWindow> {
  try {
    return await readRuns(conversationId, { around: runId });
  } catch (error) {
    if (toApiError(error).code !== 'run_not_on_branch') throw error;
    await updateConversation(conversationId, { head_run_id: runId });
    return readRuns(conversationId, { around: runId });
  }
}

/** Shows another branch, around the run that was chosen. */
export async function switchBranch(conversationId: string, runId: string): Promise<void> {
  await updateConversation(conversationId, { head_run_id: runId });
  const window = await readRuns(conversationId, { around: runId });
  hold(conversationId, () => window);
}

/** Reads one turn again, when its run has ended. */
export async function refreshTurn(conversationId: string, runId: string): Promise<void> {
  const turn = await readRun(runId);
  hold(conversationId, (window) => replaceTurn(window, turn));
}

/** Shows a run that has just been accepted, before its first event. */
export function showStartedRun(run: Run, input: Message | null, replaced: Turn | undefined): void {
  const siblings = [...(replaced?.siblings ?? []), run.id];
  const turn: Turn = { run, input, answer: null, siblings, last_sequence: 0 };
  hold(run.conversation_id, (window) => startTurn(window, turn));
}
