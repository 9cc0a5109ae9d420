import { createEvent, fireEvent, screen, waitFor } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { createRef } from 'react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { renderRouted } from '@/test/render-routed';
import { server, startServer } from '@/test/server';
import { setDraft } from '../model/drafts';
import { Composer } from './composer';

startServer();

const preferences = { theme: 'system', language: null, enter_sends: true, default_model: null, instructions: null };
const picture = new File(['pixels'], 'cat.png', { type: 'image/png' });

beforeEach(() => {
  setDraft(null, '');
  URL.createObjectURL = () => 'blob:picture';
  server.use(
    http.get('*/api/v1/settings', () => HttpResponse.json(preferences)),
    http.get('*/api/v1/models', () => HttpResponse.json({ items: [], next_cursor: null })),
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
        return HttpResponse.json({ id: 'attachment-1' }, { status: 201 });
      }),
    );
    const { person, field, onSend } = await composer();
    fireEvent.paste(field, { clipboardData: { files: [picture] } });
    expect(screen.getByText('Uploading…')).toBeVisible();
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
    expect(screen.getByText('cat.png')).toBeVisible();
    await person.type(screen.getByRole('textbox', { name: 'Message' }), 'Who is this?{Enter}');
    expect(onSend.mock.calls).toEqual([[{ text: 'Who is this?', attachmentIds: ['attachment-1'] }]]);
  });

  it('says why a dropped file cannot be attached, and lets it be removed', async () => {
    const { person, field } = await composer();
    const drop = createEvent.drop(field);
    Object.defineProperty(drop, 'dataTransfer', { value: { files: [new File(['%PDF'], 'a.pdf', { type: 'application/pdf' })] } });
    fireEvent(field, drop);
    expect(await screen.findByRole('alert')).toHaveTextContent('Only PNG, JPEG, GIF and WebP images');
    await person.click(screen.getByRole('button', { name: 'Remove a.pdf' }));
    expect(screen.queryByText('a.pdf')).toBeNull();
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
