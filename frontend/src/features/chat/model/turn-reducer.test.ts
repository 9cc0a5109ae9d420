import { describe, expect, it } from 'vitest';
import { parseChatEvent } from './chat-event';
import { liveTurnOf, reduceTurn, type LiveTurn } from './turn-reducer';
import { turnFixture } from './fixtures';

const A = 'answer-1';

const transcript: [number | null, object][] = [
  [1, { type: 'RUN_STARTED', threadId: 'c', runId: 'r' }],
  [null, { type: 'REASONING_START', messageId: A }],
  [2, { type: 'REASONING_MESSAGE_START', messageId: A, role: 'reasoning' }],
  [3, { type: 'REASONING_MESSAGE_CONTENT', messageId: A, delta: 'Let me ' }],
  [4, { type: 'REASONING_MESSAGE_CONTENT', messageId: A, delta: 'think.' }],
  [null, { type: 'REASONING_MESSAGE_END', messageId: A }],
  [5, { type: 'REASONING_END', messageId: A }],
  [6, { type: 'TEXT_MESSAGE_START', messageId: `${A}-1`, role: 'assistant' }],
  [7, { type: 'TEXT_MESSAGE_CONTENT', messageId: `${A}-1`, delta: 'Hello ' }],
  [8, { type: 'SOMETHING_NEW', payload: 1 }],
  [9, { type: 'TEXT_MESSAGE_CONTENT', messageId: `${A}-1`, delta: 'world' }],
  [10, { type: 'TEXT_MESSAGE_END', messageId: `${A}-1` }],
  [11, { type: 'TOOL_CALL_START', toolCallId: 't1', toolCallName: 'search', parentMessageId: A }],
  [12, { type: 'TOOL_CALL_ARGS', toolCallId: 't1', delta: '{"q":' }],
  [13, { type: 'TOOL_CALL_ARGS', toolCallId: 't1', delta: '"x"}' }],
  [14, { type: 'TOOL_CALL_END', toolCallId: 't1' }],
  [15, { type: 'CUSTOM', name: 'usage', value: { input_tokens: 3, output_tokens: 9 } }],
  [16, { type: 'CUSTOM', name: 'title', value: { title: 'Greeting' } }],
  [17, { type: 'CUSTOM', name: 'weather', value: { rain: true } }],
  [18, { type: 'RUN_FINISHED', threadId: 'c', runId: 'r', result: { status: 'completed', finish_reason: 'stop' } }],
];

function replay(turn: LiveTurn, events: [number | null, object][]): LiveTurn {
  return events.reduce((state, [sequence, json]) => {
    const event = parseChatEvent(JSON.stringify(json));
    return event ? reduceTurn(state, { sequence, at: (sequence ?? 0) * 100, event }) : state;
  }, turn);
}

function parts(turn: LiveTurn) {
  return turn.parts.map(({ part }) => part);
}

const fresh = liveTurnOf(turnFixture({ answer: null, last_sequence: 0 }));

describe('reduceTurn', () => {
  it('builds the whole answer from a transcript and skips events it does not know', () => {
    expect(replay(fresh, transcript)).toEqual({
      status: 'completed',
      parts: [
        { key: A, part: { type: 'reasoning', text: 'Let me think.' }, startedAt: 200, endedAt: 500 },
        { key: `${A}-1`, part: { type: 'text', text: 'Hello world' }, startedAt: 600, endedAt: 1000 },
        {
          key: 't1',
          part: { type: 'tool_call', id: 't1', name: 'search', arguments: '{"q":"x"}' },
          startedAt: 1100,
          endedAt: 1400,
        },
      ],
      usage: { input_tokens: 3, output_tokens: 9, cache_read_tokens: 0, cache_write_tokens: 0, reasoning_tokens: 0 },
      finishReason: 'stop',
      failure: null,
      title: 'Greeting',
      sources: [],
      files: [],
      sequence: 18,
    });
  });

  it('knows what the model was given to read, before its first word', () => {
    const nowhere = { document_id: null, page: null, start: null, end: null, heading_path: [] };
    const page = { number: 1, kind: 'web', title: 'Fundy', url: 'https://example.com', ...nowhere, text: 'Large.' };
    const file = { attachment_id: 'a', document_id: 'd', name: 'a.pdf', how: 'whole', reason: null };
    const { sources, files, sequence } = replay(fresh, [[1, { type: 'CUSTOM', name: 'sources', value: { sources: [page], files: [file] } }]]);
    expect({ sources, files, sequence }).toEqual({ sources: [page], files: [file], sequence: 1 });
  });

  it('changes nothing when events are replayed', () => {
    const once = replay(fresh, transcript);
    expect(replay(once, transcript)).toBe(once);
  });

  it.each(transcript.map((_, index) => index))('gives the same answer when the stream is cut before frame %i', (cut) => {
    const before = replay(fresh, transcript.slice(0, cut));
    const resumed = transcript.filter(([sequence]) => sequence === null || sequence > before.sequence - 2);
    expect(parts(replay(before, resumed))).toEqual(parts(replay(fresh, transcript)));
  });

  it('appends to what the thread already holds', () => {
    const seeded = liveTurnOf(
      turnFixture({
        answer: {
          id: A,
          role: 'assistant',
          parts: [
            { type: 'reasoning', text: 'Let me think.' },
            { type: 'text', text: 'Hello ' },
          ],
          created_at: '2026-01-01T00:00:00Z',
        },
        last_sequence: 7,
      }),
    );
    expect(parts(replay(seeded, transcript))).toEqual(parts(replay(fresh, transcript)));
  });

  it('keeps the partial answer of a run that failed', () => {
    const failed = replay(fresh, [
      ...transcript.slice(0, 9),
      [10, { type: 'RUN_ERROR', message: 'Overloaded', code: 'vendor_overloaded', retryable: true }],
    ]);
    expect(failed.failure).toEqual({ code: 'vendor_overloaded', message: 'Overloaded', retryable: true });
    expect(failed.status).toBe('failed');
    expect(parts(failed)).toEqual([
      { type: 'reasoning', text: 'Let me think.' },
      { type: 'text', text: 'Hello ' },
    ]);
  });

  it('marks a stopped run as interrupted', () => {
    const failure = { code: 'interrupted_by_user', message: 'Stopped.', retryable: false };
    const stopped = replay(fresh, [
      ...transcript.slice(0, 9),
      [10, { type: 'RUN_FINISHED', threadId: 'c', runId: 'r', result: { status: 'interrupted', failure } }],
    ]);
    expect([stopped.status, stopped.failure, stopped.finishReason]).toEqual(['interrupted', failure, null]);
  });

  it('begins a part that was never announced', () => {
    const turn = replay(fresh, [[5, { type: 'TEXT_MESSAGE_CONTENT', messageId: 'x-4', delta: 'late' }]]);
    expect(parts(turn)).toEqual([{ type: 'text', text: 'late' }]);
  });

  it('joins the pieces of a refusal', () => {
    const turn = replay(fresh, [
      [1, { type: 'CUSTOM', name: 'refusal', value: { text: 'I can' } }],
      [2, { type: 'CUSTOM', name: 'refusal', value: { text: 'not.' } }],
    ]);
    expect(parts(turn)).toEqual([{ type: 'refusal', text: 'I cannot.' }]);
  });
});
