import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rememberSession } from '@/lib/auth-store';
import { session } from '@/test/builders';
import { renderRouted } from '@/test/render-routed';
import { server, startServer } from '@/test/server';
import { setDraft } from '../model/drafts';
import { finishedTurn, messageFixture, runFixture, turnFixture } from '../model/fixtures';
import { setPending } from '../model/pending-store';
import { Chat } from './chat';

startServer();
beforeAll(() => import('./thread'));

const ID = 'conversation-1';
const conversation = { id: ID, title: 'Tides', temporary: false, model: null, parameters: {}, active_run_id: null };

function frames(...events: object[]) {
  return events.map((event, index) => `id: ${String(index + 1)}\ndata: ${JSON.stringify(event)}\n\n`).join('');
}

function stream(body: string) {
  return new HttpResponse(body, { headers: { 'Content-Type': 'text/event-stream' } });
}

function refusal(status: number, code: string, message: string) {
  return HttpResponse.json({ code, message, detail: message }, { status });
}

beforeEach(() => {
  rememberSession(session('good'));
  setDraft(ID, '');
  setPending(ID, undefined);
  server.use(
    http.get('*/api/v1/settings', () => HttpResponse.json({ theme: 'system', enter_sends: true, default_model: null })),
    http.get('*/api/v1/models', () => HttpResponse.json({ items: [], next_cursor: null })),
    http.get('*/api/v1/searxng/health', () => HttpResponse.json({ status: 'unhealthy', accessible: false })),
    http.get(`*/api/v1/conversations/${ID}`, () => HttpResponse.json(conversation)),
    http.get(`*/api/v1/conversations/${ID}/runs`, () =>
      HttpResponse.json({ items: [finishedTurn('old', null)], has_before: false, has_after: false }),
    ),
    http.post(`*/api/v1/conversations/${ID}/seen`, () => new HttpResponse(null, { status: 204 })),
  );
});

async function chat() {
  const drawn = await renderRouted(<Chat conversationId={ID} runId={undefined} />, `/c/${ID}`);
  await screen.findByRole('article', { name: 'You' });
  return { ...drawn, field: screen.getByRole('textbox', { name: 'Message' }) };
}

describe('chat', () => {
  it('shows a question at once and its answer as it is written', async () => {
    const run = runFixture({ id: 'new', parent_run_id: 'old', status: 'queued' });
    const whole = turnFixture({
      run: { ...run, status: 'completed', finish_reason: 'stop' },
      input: messageFixture('user', 'And now?'),
      answer: messageFixture('assistant', 'Now this.'),
      last_sequence: 5,
    });
    server.use(
      http.post(`*/api/v1/conversations/${ID}/runs`, async ({ request }) => {
        expect(await request.json()).toEqual({ action: 'send', input: { text: 'And now?', attachment_ids: [] } });
        return HttpResponse.json(run, { status: 202 });
      }),
      http.get('*/api/v1/runs/new/events', () =>
        stream(
          frames(
            { type: 'RUN_STARTED', threadId: ID, runId: 'new' },
            { type: 'TEXT_MESSAGE_START', messageId: 'assistant-1', role: 'assistant' },
            { type: 'TEXT_MESSAGE_CONTENT', messageId: 'assistant-1', delta: 'Now this.' },
            { type: 'TEXT_MESSAGE_END', messageId: 'assistant-1' },
            { type: 'RUN_FINISHED', threadId: ID, runId: 'new', result: { status: 'completed', finish_reason: 'stop' } },
          ),
        ),
      ),
      http.get('*/api/v1/runs/new', () => HttpResponse.json(whole)),
    );
    const { person, field } = await chat();
    await person.type(field, 'And now?{Enter}');
    expect(screen.getByText('And now?')).toBeVisible();
    expect(await screen.findByText('Now this.')).toBeVisible();
    await waitFor(() => expect(screen.getByText('The answer is ready.')).toBeInTheDocument());
    expect(screen.getAllByText('And now?')).toHaveLength(1);
  });

  it('keeps a refused message in its place, with the reason and a way to try again', async () => {
    const message = 'Choose a model first.';
    server.use(http.post(`*/api/v1/conversations/${ID}/runs`, () => refusal(422, 'model_not_chosen', message)));
    const { person, field } = await chat();
    await person.type(field, 'Hello there{Enter}');
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent(message);
    expect(localStorage.getItem(`pallium.draft.${ID}`)).toBe('Hello there');
    await person.click(within(alert).getByRole('button', { name: 'Edit' }));
    expect(field).toHaveValue('Hello there');
  });

  it('joins the answer that another page has started', async () => {
    const running = turnFixture({ run: { id: 'other', parent_run_id: 'old' }, answer: messageFixture('assistant', 'Half of') });
    const { person, field } = await chat();
    server.use(
      http.post(`*/api/v1/conversations/${ID}/runs`, () => refusal(409, 'run_in_progress', 'An answer is being written.')),
      http.get(`*/api/v1/conversations/${ID}/runs`, () =>
        HttpResponse.json({ items: [finishedTurn('old', null), running], has_before: false, has_after: false }),
      ),
      http.get('*/api/v1/runs/other/events', () => new Promise<never>(() => undefined)),
    );
    await person.type(field, 'Me too{Enter}');
    expect(await screen.findByText('Half of')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Stop' })).toBeEnabled();
    expect(screen.getByText('An answer is being written.')).toBeVisible();
  });

  it('offers to go on with an answer that was stopped', async () => {
    const stopped = turnFixture({
      run: { id: 'cut', status: 'interrupted', failure: { code: 'interrupted', message: 'Stopped by you.', retryable: false } },
    });
    server.use(
      http.get(`*/api/v1/conversations/${ID}/runs`, () =>
        HttpResponse.json({ items: [stopped], has_before: false, has_after: false }),
      ),
      http.post(`*/api/v1/conversations/${ID}/runs`, async ({ request }) => {
        expect(await request.json()).toEqual({ action: 'continue', run_id: 'cut' });
        return HttpResponse.json(runFixture({ id: 'more', parent_run_id: 'cut', kind: 'continuation' }), { status: 202 });
      }),
      http.get('*/api/v1/runs/more/events', () => new Promise<never>(() => undefined)),
    );
    const { person } = await chat();
    expect(screen.getByText('Stopped by you.')).toBeVisible();
    await person.click(screen.getByRole('button', { name: 'Continue' }));
    expect(await screen.findByRole('button', { name: 'Stop' })).toBeEnabled();
  });

  it('offers a new chat, and no field, where there is no such conversation', async () => {
    const missing = () => refusal(404, 'conversation_not_found', 'no such conversation');
    server.use(
      http.get(`*/api/v1/conversations/${ID}`, missing),
      http.get(`*/api/v1/conversations/${ID}/runs`, missing),
    );
    await renderRouted(<Chat conversationId={ID} runId={undefined} />, `/c/${ID}`);
    const heading = await screen.findByRole('heading', { name: 'This conversation does not exist, or is not yours' });
    expect(heading).toBeVisible();
    expect(screen.getByRole('link', { name: 'New chat' })).toHaveAttribute('href', '/');
    expect(screen.queryByRole('textbox')).not.toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /^Model/ })).not.toBeInTheDocument();
  });

  it('names the model that answers where none was chosen, also to a member', async () => {
    const capabilities = { vision: false, tools: false, reasoning: false };
    const model = { connection_id: 'c', connection_name: 'C', system: true, context_tokens: null, capabilities };
    const items = [
      { ...model, connection_kind: 'openai', id: 'mini', name: 'Mini', default: false },
      { ...model, connection_kind: 'openai', id: 'gpt', name: 'GPT', default: true },
    ];
    server.use(
      http.get('*/api/v1/models', () => HttpResponse.json({ items, next_cursor: null })),
      http.get('*/api/v1/folders', () => HttpResponse.json({ items: [], next_cursor: null })),
    );
    await renderRouted(<Chat conversationId={null} runId={undefined} />);
    expect(await screen.findByRole('button', { name: 'Model: GPT' })).toBeVisible();
  });

  it('opens what an answer cites, and says what became of its files', async () => {
    const sources = [
      { number: 1, kind: 'document', title: 'On tides', document_id: 'd', url: null, page: 3, start: 10, end: 20, heading_path: ['The moon'], text: 'Twice a month.' },
      { number: 2, kind: 'web', title: 'Fundy', document_id: null, url: 'https://example.com/fundy', page: null, start: null, end: null, heading_path: [], text: 'Large.' },
    ];
    const files = [
      { attachment_id: 'a', document_id: 'd', name: 'tides.pdf', how: 'searched', reason: null },
      { attachment_id: 'b', document_id: null, name: 'locked.pdf', how: 'failed', reason: 'it needs a password' },
    ];
    const cited = finishedTurn('cited', null);
    const run = { ...cited.run, sources, files };
    const turn = { ...cited, run, answer: messageFixture('assistant', 'At spring tides [1], in Fundy [2], says [9].') };
    server.use(http.get(`*/api/v1/conversations/${ID}/runs`, () => HttpResponse.json({ items: [turn], has_before: false, has_after: false })));
    const { person } = await chat();
    const answer = screen.getByRole('article', { name: /Answer of/ });
    expect(answer).toHaveTextContent('At spring tides 1, in Fundy 2, says [9].');
    expect(within(answer).getByText('Searched: tides.pdf')).toBeVisible();
    expect(within(answer).getByText('Not read: locked.pdf (it needs a password)', { exact: false })).toBeVisible();
    await person.click(within(answer).getByRole('button', { name: 'Source 1: On tides' }));
    const popover = within(await screen.findByRole('dialog'));
    expect(popover.getByText('Twice a month.')).toBeVisible();
    expect(popover.getByText('The moon · page 3')).toBeVisible();
    expect(popover.getByRole('link', { name: 'Open the passage' })).toHaveAttribute('href', '/knowledge/documents/d?start=10&end=20&page=3');
    await person.keyboard('{Escape}');
    await person.click(within(answer).getByText('2 sources'));
    const list = within(within(answer).getByRole('list', { name: 'Sources' }));
    expect(list.getByRole('link', { name: 'Fundy' })).toHaveAttribute('href', 'https://example.com/fundy');
  });

  it('moves the focus through messages by arrow keys, and back to the field by Esc', async () => {
    const { person, field } = await chat();
    screen.getByRole('article', { name: /Answer of/ }).focus();
    await person.keyboard('{ArrowUp}');
    expect(screen.getByRole('article', { name: 'You' })).toHaveFocus();
    await person.keyboard('{Escape}');
    expect(field).toHaveFocus();
  });
});
