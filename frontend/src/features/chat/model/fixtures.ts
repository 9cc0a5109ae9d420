import type { Message, Run, Turn } from '@/api/generated';

const AT = '2026-01-01T00:00:00Z';

/** A message for tests. */
export function messageFixture(role: Message['role'], text: string, id = `${role}-1`): Message {
  return { id, role, parts: [{ type: 'text', text }], created_at: AT };
}

/** A run for tests: running, unless told otherwise. */
export function runFixture(run: Partial<Run> = {}): Run {
  return {
    id: 'run-1',
    conversation_id: 'conversation-1',
    parent_run_id: null,
    kind: 'answer',
    status: 'running',
    model: { connection_id: 'connection-1', model: 'demo' },
    usage: null,
    finish_reason: null,
    failure: null,
    sources: [],
    files: [],
    created_at: AT,
    first_token_at: null,
    finished_at: null,
    ...run,
  };
}

/** A turn for tests. */
export function turnFixture({ run, ...turn }: Partial<Omit<Turn, 'run'>> & { run?: Partial<Run> } = {}): Turn {
  const whole = runFixture(run);
  return {
    run: whole,
    input: messageFixture('user', 'Hello?', `input-of-${whole.id}`),
    answer: messageFixture('assistant', 'Hello.', `answer-of-${whole.id}`),
    siblings: [whole.id],
    last_sequence: 0,
    ...turn,
  };
}

/** A finished turn with this id and parent. */
export function finishedTurn(id: string, parent: string | null): Turn {
  return turnFixture({ run: { id, parent_run_id: parent, status: 'completed', finish_reason: 'stop' } });
}
