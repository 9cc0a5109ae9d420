import { createEvent, fireEvent, screen, waitFor } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { createRef } from 'react';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { renderRouted } from '@/test/render-routed';
import { server, startServer } from '@/test/server';
import { setDraft } from '../model/drafts';
import { Composer } from './composer';

startServer();
beforeAll(() => Promise.all([import('./composer-attachments'), import('./composer-tools')]));

const preferences = { theme: 'system', language: null, enter_sends: true, default_model: null, instructions: null };
const picture = new File(['pixels'], 'cat.png', { type: 'image/png' });

beforeEach(() => {
  setDraft(null, '');
  URL.createObjectURL = () => 'blob:picture';
  server.use(
    http.get('*/api/v1/settings', () => HttpResponse.json(preferences)),
    http.get('*/api/v1/models', () => HttpResponse.json({ items: [], next_cursor: null })),
    http.get('*/api/v1/searxng/health', () => HttpResponse.json({ status: 'unhealthy', accessible: false })),
  );
});

async function composer() {
  const onSend = vi.fn();
  const drawn = await renderRouted(
    <Composer conversationId={null} onSend={onSend} ref={createRef<HTMLTextAreaElement>()} />,
  );
  const field = screen.getByRole('textbox', { name: 'Message' });
  return { ...drawn, onSend, field };
}

describe('composer', () => {
  it('sends the trimmed text and empties itself', async () => {
    const { person, field, onSend } = await composer();
    await person.type(field, '  Hello{Enter}');
    expect(onSend.mock.calls).toEqual([[{ text: 'Hello', attachmentIds: [] }]]);
    expect(field).toHaveValue('');
  });

  it('begins a line with Shift+Enter', async () => {
    const { person, field, onSend } = await composer();
    await person.type(field, 'one{Shift>}{Enter}{/Shift}two');
    expect(field).toHaveValue('one\ntwo');
    expect(onSend).not.toHaveBeenCalled();
  });

  it('does not send while an input method is composing', async () => {
    const { field, onSend } = await composer();
    fireEvent.change(field, { target: { value: 'こんにちは' } });
    fireEvent.keyDown(field, { key: 'Enter', isComposing: true });
    fireEvent.keyDown(field, { key: 'Enter', keyCode: 229 });
    expect(onSend).not.toHaveBeenCalled();
    fireEvent.keyDown(field, { key: 'Enter', keyCode: 13 });
    expect(onSend).toHaveBeenCalledOnce();
  });

  it('sends nothing when there is nothing to say', async () => {
    const { person, field, onSend } = await composer();
    await person.type(field, '   {Enter}');
    expect(onSend).not.toHaveBeenCalled();
    expect(screen.getByRole('button', { name: 'Send' })).toBeDisabled();
  });

  it('uploads a pasted picture and sends it with the text', async () => {
    let store = () => {};
    const stored = new Promise<void>((resolve) => (store = resolve));
    server.use(
      http.post('*/api/v1/attachments', async () => {
        await stored;
        return HttpResponse.json({ id: 'attachment-1', name: 'cat.png', document: null }, { status: 201 });
      }),
    );
    const { person, field, onSend } = await composer();
    fireEvent.paste(field, { clipboardData: { files: [picture] } });
    expect(await screen.findByText('Uploading…')).toBeVisible();
    await person.type(field, 'Who is this?{Enter}');
    expect(onSend, 'waits for the upload').not.toHaveBeenCalled();
    store();
    expect(await screen.findByText('Ready')).toBeVisible();
    await person.type(field, '{Enter}');
    expect(onSend.mock.calls).toEqual([[{ text: 'Who is this?', attachmentIds: ['attachment-1'] }]]);
    expect(screen.queryByText('cat.png')).toBeNull();
  });

  it('finds attached pictures again after a reload', async () => {
    localStorage.setItem('pallium.draft-images.b', JSON.stringify([{ id: 'attachment-1', name: 'cat.png' }]));
    server.use(
      http.get('*/api/v1/attachments/:id/content', () => HttpResponse.arrayBuffer(new ArrayBuffer(1))),
      http.get('*/api/v1/conversations/b', () => HttpResponse.json({ id: 'b', model: null, parameters: {} })),
    );
    const onSend = vi.fn();
    const { person } = await renderRouted(
      <Composer conversationId="b" onSend={onSend} ref={createRef<HTMLTextAreaElement>()} />,
    );
    expect(await screen.findByText('cat.png')).toBeVisible();
    await person.type(screen.getByRole('textbox', { name: 'Message' }), 'Who is this?{Enter}');
    expect(onSend.mock.calls).toEqual([[{ text: 'Who is this?', attachmentIds: ['attachment-1'] }]]);
  });

  it('says why a dropped file cannot be attached, and lets it be removed', async () => {
    const { person, field } = await composer();
    const drop = createEvent.drop(field);
    Object.defineProperty(drop, 'dataTransfer', { value: { files: [new File(['la'], 'song.mp3', { type: 'audio/mpeg' })] } });
    fireEvent(field, drop);
    expect(await screen.findByRole('alert')).toHaveTextContent('Sound and video cannot be read');
    await person.click(screen.getByRole('button', { name: 'Remove song.mp3' }));
    expect(screen.queryByText('song.mp3')).toBeNull();
  });

  it('shows a file being read, then ready, and sends it before that', async () => {
    const attachment = (state: string, characters = 0) => ({
      ...{ id: 'file-1', name: 'a.pdf', media_type: 'application/pdf', bytes: 4, created_at: '2026-01-01T00:00:00Z' },
      document: { id: 'document-1', state, error: null, characters },
    });
    let state = attachment('processing');
    server.use(
      http.post('*/api/v1/attachments', () => HttpResponse.json(attachment('queued'), { status: 201 })),
      http.get('*/api/v1/attachments/file-1', () => HttpResponse.json(state)),
    );
    const { person, field, onSend } = await composer();
    fireEvent.paste(field, { clipboardData: { files: [new File(['%PDF'], 'a.pdf', { type: 'application/pdf' })] } });
    expect(await screen.findByText('Being read…')).toBeVisible();
    state = attachment('ready', 24_000);
    expect(await screen.findByText('Ready · 24,000 characters')).toBeVisible();
    await person.type(field, 'Sum it up{Enter}');
    expect(onSend.mock.calls).toEqual([[{ text: 'Sum it up', attachmentIds: ['file-1'] }]]);
  });

  it('says why a file could not be read', async () => {
    const document = { id: 'document-1', state: 'failed', error: { code: 'encrypted', message: 'it needs a password' }, characters: 0 };
    server.use(http.post('*/api/v1/attachments', () => HttpResponse.json({ id: 'file-2', name: 'a.pdf', document }, { status: 201 })));
    const { field } = await composer();
    fireEvent.paste(field, { clipboardData: { files: [new File(['%PDF'], 'a.pdf', { type: 'application/pdf' })] } });
    expect(await screen.findByRole('alert')).toHaveTextContent('It needs a password.');
  });

  it('offers the web only where the server searches it', async () => {
    await composer();
    expect(await screen.findByRole('button', { name: 'Choose knowledge' })).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Web search' })).toBeNull();
  });

  it('keeps in the conversation what its answers may draw on', async () => {
    const asked: unknown[] = [];
    const held = { id: 'b', model: null, parameters: { temperature: 0.5 } };
    server.use(
      http.get('*/api/v1/searxng/health', () => HttpResponse.json({ status: 'healthy', accessible: true })),
      http.get('*/api/v1/collections', () => HttpResponse.json({ items: [{ id: 'k', name: 'Handbook', documents: { total: 3 } }], next_cursor: null })),
      http.get('*/api/v1/conversations/b', () => HttpResponse.json(held)),
      http.patch('*/api/v1/conversations/b', async ({ request }) => {
        const body = (await request.json()) as object;
        asked.push(body);
        return HttpResponse.json({ ...held, ...body });
      }),
    );
    const { person } = await renderRouted(<Composer conversationId="b" onSend={vi.fn()} ref={createRef<HTMLTextAreaElement>()} />);
    const web = await screen.findByRole('button', { name: 'Web search' });
    await person.click(web);
    await waitFor(() => expect(web).toHaveAttribute('aria-pressed', 'true'));
    await person.click(screen.getByRole('button', { name: 'Choose knowledge' }));
    await person.click(await screen.findByRole('menuitemcheckbox', { name: /Handbook/ }));
    await waitFor(() =>
      expect(asked).toEqual([
        { parameters: { temperature: 0.5, web_search: true } },
        { parameters: { temperature: 0.5, web_search: true, collection_ids: ['k'] } },
      ]),
    );
  });

  it('shows the words of a server that refuses a picture', async () => {
    const message = 'The disk is full.';
    server.use(
      http.post('*/api/v1/attachments', () =>
        HttpResponse.json({ code: 'storage_full', message, detail: message }, { status: 507 }),
      ),
    );
    const { field } = await composer();
    fireEvent.paste(field, { clipboardData: { files: [picture] } });
    expect(await screen.findByRole('alert')).toHaveTextContent(message);
  });

  it('keeps a draft for each conversation, also over a reload', async () => {
    const { person, field, show } = await composer();
    await person.type(field, 'Not sent yet');
    show(<Composer key="b" conversationId="b" onSend={vi.fn()} ref={createRef<HTMLTextAreaElement>()} />);
    expect(screen.getByRole('textbox', { name: 'Message' })).toHaveValue('');
    expect(localStorage.getItem('pallium.draft.new')).toBe('Not sent yet');
    show(<Composer conversationId={null} onSend={vi.fn()} ref={createRef<HTMLTextAreaElement>()} />);
    await waitFor(() => expect(screen.getByRole('textbox', { name: 'Message' })).toHaveValue('Not sent yet'));
  });
});
