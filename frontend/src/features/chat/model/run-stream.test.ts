import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { authStore, rememberSession } from '@/lib/auth-store';
import { session } from '@/test/builders';
import { server, startServer } from '@/test/server';
import { turnFixture } from './fixtures';
import { followRun, type StreamEnd } from './run-stream';
import { liveTurnOf, reduceTurn, type LiveTurn } from './turn-reducer';

vi.mock('@/lib/retry-delay', () => ({ retryDelay: () => 0, waitForRetry: () => Promise.resolve() }));

startServer();
beforeEach(() => rememberSession(session('good')));

const EVENTS = [
  { type: 'RUN_STARTED', threadId: 'c', runId: 'run-1' },
  { type: 'TEXT_MESSAGE_START', messageId: 'A', role: 'assistant' },
  { type: 'TEXT_MESSAGE_CONTENT', messageId: 'A', delta: 'Grüße, ' },
  { type: 'TEXT_MESSAGE_CONTENT', messageId: 'A', delta: 'Welt' },
  { type: 'TEXT_MESSAGE_END', messageId: 'A' },
  { type: 'RUN_FINISHED', threadId: 'c', runId: 'run-1', result: { status: 'completed', finish_reason: 'stop' } },
];

/** The frames behind `after`, up to `until`, in pieces that split characters. */
function frames(after: number, until: number): ReadableStream<Uint8Array> {
  const text = EVENTS.map((event, index) => `id: ${String(index + 1)}\ndata: ${JSON.stringify(event)}\n\n`);
  const bytes = new TextEncoder().encode(`: hello\n\n${text.slice(after, until).join('')}`);
  return new ReadableStream({
    start(controller) {
      for (let at = 0; at < bytes.length; at += 7) controller.enqueue(bytes.slice(at, at + 7));
      controller.close();
    },
  });
}

function stream(after: number, until = EVENTS.length) {
  return new HttpResponse(frames(after, until), { headers: { 'Content-Type': 'text/event-stream' } });
}

async function follow(after = 0): Promise<{ end: StreamEnd; turn: LiveTurn; connections: string[] }> {
  let turn = { ...liveTurnOf(turnFixture({ answer: null })), sequence: after };
  const connections: string[] = [];
  const end = await followRun(
    'run-1',
    after,
    {
      onEvent: (event) => (turn = reduceTurn(turn, event)),
      onConnection: (connection) => connections.push(connection),
    },
    new AbortController().signal,
  );
  return { end, turn, connections };
}

function text({ parts }: LiveTurn) {
  return parts.map(({ part }) => (part.type === 'text' ? part.text : part.type)).join('|');
}

/** Serves the streams one after the other, and notes where each was asked to go on. */
function serve(...answers: ((after: number) => Response)[]): string[] {
  const asked: string[] = [];
  server.use(
    http.get('*/api/v1/runs/run-1/events', ({ request }) => {
      const after = request.headers.get('Last-Event-ID') ?? '';
      asked.push(after);
      const answer = answers[asked.length - 1];
      if (answer === undefined) throw new Error(`stream asked ${String(asked.length)} times`);
      return answer(Number(after));
    }),
  );
  return asked;
}

describe('followRun', () => {
  it('reads a run to its end, whatever pieces it comes in', async () => {
    serve((after) => stream(after));
    const { end, turn, connections } = await follow();
    expect([end, text(turn), turn.status, connections]).toEqual(['finished', 'Grüße, Welt', 'completed', ['connected']]);
  });

  it('goes on from the last event when the line is cut, again and again', async () => {
    const asked = serve(
      (after) => stream(after, 3),
      () => HttpResponse.error(),
      (after) => stream(after, 4),
      () => new HttpResponse(null, { status: 503 }),
      (after) => stream(after),
    );
    const { end, turn } = await follow();
    expect([end, text(turn), asked]).toEqual(['finished', 'Grüße, Welt', ['0', '3', '3', '4', '4']]);
  });

  it('changes nothing when the server repeats events', async () => {
    serve(
      (after) => stream(after, 4),
      () => stream(0),
    );
    expect(text((await follow()).turn)).toBe('Grüße, Welt');
  });

  it('begins after what the thread already holds', async () => {
    const asked = serve((after) => stream(after));
    await follow(3);
    expect(asked).toEqual(['3']);
  });

  it('renews a login that has run out', async () => {
    server.use(http.post('*/api/v1/auth/refresh', () => HttpResponse.json(session('renewed'))));
    serve(
      () => new HttpResponse(null, { status: 401 }),
      (after) => stream(after),
    );
    expect((await follow()).end).toBe('finished');
    expect(authStore.getState()).toMatchObject({ token: 'renewed' });
  });

  it('gives up on a run that is not there', async () => {
    serve(() => new HttpResponse(null, { status: 404 }));
    expect((await follow()).end).toBe('gone');
  });
});
