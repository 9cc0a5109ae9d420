import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ConversationSummary } from '@/api/generated';
import { renderRouted } from '@/test/render-routed';
import { server, startServer } from '@/test/server';
import { openFolder } from '@/lib/open-folder';
import { useSidebar } from '../model/sidebar-store';
import { ConversationSidebar } from './conversation-sidebar';

startServer();

function summary(id: string, change: Partial<ConversationSummary> = {}): ConversationSummary {
  return {
    id,
    title: id,
    title_source: 'user',
    folder_id: null,
    tag_ids: [],
    pinned: false,
    archived: false,
    deleted: false,
    temporary: false,
    unread: false,
    active_run_id: null,
    active_at: new Date().toISOString(),
    ...change,
  };
}

/** What the server holds during a test. */
let held: ConversationSummary[] = [];
let calls: string[] = [];

beforeEach(() => {
  held = [summary('Tides', { unread: true }), summary('Bread', { active_run_id: 'run-1' })];
  calls = [];
  openFolder(null);
  useSidebar.setState({ view: 'active', tagId: null, query: '' });
  const page = (items: object[]) => HttpResponse.json({ items, next_cursor: null });
  server.use(
    http.get('*/api/v1/conversations', () => page(held)),
    http.get('*/api/v1/folders', () => page([{ id: 'f1', name: 'Work', created_at: '2026-01-01T00:00:00Z' }])),
    http.get('*/api/v1/tags', () => page([])),
    http.patch('*/api/v1/conversations/:id', async ({ params, request }) => {
      const change = (await request.json()) as Partial<ConversationSummary>;
      calls.push(`PATCH ${String(params.id)} ${JSON.stringify(change)}`);
      held = held.map((item) => (item.id === params.id ? { ...item, ...change } : item));
      return HttpResponse.json({});
    }),
    http.delete('*/api/v1/conversations/:id', ({ params }) => {
      calls.push(`DELETE ${String(params.id)}`);
      held = held.filter(({ id }) => id !== params.id);
      return new HttpResponse(null, { status: 204 });
    }),
    http.post('*/api/v1/conversations/:id/restore', ({ params }) => {
      calls.push(`RESTORE ${String(params.id)}`);
      held = [summary(String(params.id)), ...held];
      return HttpResponse.json({});
    }),
  );
});

function titles(): (string | null)[] {
  return within(screen.getByRole('navigation', { name: 'Chats' }))
    .getAllByRole('link')
    .map((link) => link.textContent);
}

async function openMenu(person: Awaited<ReturnType<typeof renderRouted>>['person'], title: string, item: string) {
  await person.click(await screen.findByRole('button', { name: `Menu of ${title}` }));
  await person.click(await screen.findByRole('menuitem', { name: item }));
}

describe('sidebar', () => {
  it('marks what is unread and what is being answered', async () => {
    await renderRouted(<ConversationSidebar />);
    await screen.findByRole('navigation', { name: 'Chats' });
    expect(titles()).toEqual(['TidesUnread', 'BreadAnswering']);
  });

  it('renames in place without moving the row', async () => {
    const { person } = await renderRouted(<ConversationSidebar />);
    await openMenu(person, 'Bread', 'Rename');
    await person.keyboard('Sourdough{Enter}');
    await waitFor(() => expect(calls).toEqual(['PATCH Bread {"title":"Sourdough"}']));
    await waitFor(() => expect(titles()).toEqual(['TidesUnread', 'SourdoughAnswering']));
  });

  it('deletes at once and takes it back on undo', async () => {
    const { person } = await renderRouted(<ConversationSidebar />);
    await openMenu(person, 'Tides', 'Delete');
    await waitFor(() => expect(titles()).toEqual(['BreadAnswering']));
    await person.click(await screen.findByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(titles()).toEqual(['Tides', 'BreadAnswering']));
    expect(calls).toEqual(['DELETE Tides', 'RESTORE Tides']);
  });

  it('archives out of the list', async () => {
    const { person } = await renderRouted(<ConversationSidebar />);
    await openMenu(person, 'Bread', 'Archive');
    await waitFor(() => expect(calls).toEqual(['PATCH Bread {"archived":true}']));
  });

  it.each(['Chats', 'Archive', 'Bin'])('shows the tags of each conversation under %s', async (view) => {
    const tag = (id: string) => ({ id, name: `Tag ${id}`, color: '#3b82f6', created_at: '2026-01-01T00:00:00Z' });
    server.use(http.get('*/api/v1/tags', () => HttpResponse.json({ items: [tag('t1'), tag('t2')], next_cursor: null })));
    held = [summary('Tides', { tag_ids: ['t2'] })];
    const { person } = await renderRouted(<ConversationSidebar />);
    await person.click(screen.getByRole('button', { name: view }));
    const list = await screen.findByRole('navigation', { name: view });
    await waitFor(() => expect(within(list).getByRole('listitem')).toHaveTextContent('TidesTag t2'));
  });

  it('asks the server for the folder that is chosen', async () => {
    const asked: (string | null)[] = [];
    server.use(
      http.get('*/api/v1/conversations', ({ request }) => {
        asked.push(new URL(request.url).searchParams.get('folder_id'));
        return HttpResponse.json({ items: [], next_cursor: null });
      }),
    );
    const { person } = await renderRouted(<ConversationSidebar />);
    await person.click(await screen.findByRole('button', { name: 'Work' }));
    expect(await screen.findByText(/This folder is empty/)).toBeVisible();
    expect(asked).toEqual([null, 'f1']);
  });
});
