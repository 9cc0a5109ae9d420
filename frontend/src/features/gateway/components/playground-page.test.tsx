import { screen } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { rememberSession } from '@/lib/auth-store';
import { session } from '@/test/builders';
import { renderPart } from '@/test/render';
import { server, startServer } from '@/test/server';
import { PlaygroundPage } from './playground-page';

startServer();
beforeEach(() => {
  rememberSession(session('good', { role: 'owner' }));
  const none = () => HttpResponse.json({ items: [], next_cursor: null });
  server.use(http.get('*/api/v1/models', none), http.get('*/api/v1/gateway/aliases', none));
});

/** A stream that one feeds and that tells when its reader has left. */
function line() {
  let control: ReadableStreamDefaultController<Uint8Array> | undefined;
  const left = { yes: false };
  const body = new ReadableStream<Uint8Array>({
    start: (given) => void (control = given),
    cancel: () => void (left.yes = true),
  });
  return { body, left, say: (text: string) => control?.enqueue(new TextEncoder().encode(text)), end: () => control?.close() };
}

describe('the playground', () => {
  it('sends the body as it stands with the login’s own token, and shows the wire as it comes', async () => {
    const wire = line();
    const asked: { token: string | null; body: string }[] = [];
    server.use(
      http.post('*/v1/chat/completions', async ({ request }) => {
        asked.push({ token: request.headers.get('authorization'), body: await request.text() });
        return new HttpResponse(wire.body, { headers: { 'x-pallium-target': 'demo/demo', 'content-type': 'text/event-stream' } });
      }),
    );
    const { person } = renderPart(<PlaygroundPage />);
    const field = await screen.findByLabelText('Body');
    await person.clear(field);
    await person.type(field, '{{"model":"m"}');
    await person.click(screen.getByRole('button', { name: 'Send' }));
    wire.say('data: one\n\n');
    expect(await screen.findByText('data: one')).toBeVisible();
    expect(screen.getByText('Streaming…')).toBeVisible();
    expect(screen.getByText('demo/demo')).toBeVisible();
    wire.say('data: two\n\n');
    wire.end();
    expect(await screen.findByText('Whole')).toBeVisible();
    expect(screen.getByRole('region', { name: 'Body as it travelled' }).textContent).toBe('data: one\n\ndata: two\n\n');
    expect(asked).toEqual([{ token: 'Bearer good', body: '{"model":"m"}' }]);
  });

  it('cancels', async () => {
    const wire = line();
    server.use(http.post('*/v1/chat/completions', () => new HttpResponse(wire.body)));
    const { person } = renderPart(<PlaygroundPage />);
    await person.click(await screen.findByRole('button', { name: 'Send' }));
    wire.say('half');
    expect(await screen.findByText('half')).toBeVisible();
    await person.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(await screen.findByText('Cancelled')).toBeVisible();
    expect(screen.getByText('half')).toBeVisible();
  });

  it('does not send what is no JSON', async () => {
    const { person } = renderPart(<PlaygroundPage />);
    await person.type(await screen.findByLabelText('Body'), ' oops');
    expect(screen.getByText('This is not a JSON object.')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Send' })).toBeDisabled();
  });

  it('puts the model into the body that was typed', async () => {
    const { person } = renderPart(<PlaygroundPage />);
    await person.clear(await screen.findByLabelText('Model'));
    await person.type(screen.getByLabelText('Model'), 'deep');
    expect(JSON.parse((screen.getByLabelText('Body') as HTMLTextAreaElement).value)).toMatchObject({ model: 'deep', stream: true });
  });
});
