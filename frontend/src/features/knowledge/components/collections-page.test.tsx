import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { rememberSession } from '@/lib/auth-store';
import { session } from '@/test/builders';
import { renderRouted } from '@/test/render-routed';
import { server, startServer } from '@/test/server';
import { collection, COLLECTION_ID } from '../model/fixtures';
import { CollectionsPage } from './collections-page';

startServer();

const list = (path: string, items: unknown[]) => http.get(`*/api/v1/${path}`, () => HttpResponse.json({ items, next_cursor: null }));
const capabilities = { vision: false, tools: false, reasoning: false };
const model = { connection_id: 'c', connection_name: 'C', connection_kind: 'openai', system: true, context_tokens: null, capabilities, default: false };

beforeEach(() => {
  rememberSession(session('good'));
  server.use(list('workspaces', []), list('models', [{ ...model, id: 'gpt', name: 'GPT' }, { ...model, id: 'text-embed', name: 'Embed' }]));
});

describe('the collections', () => {
  it('say what is in them, and what is not well', async () => {
    const documents = { total: 20_000, ready: 19_990, processing: 2, failed: 8, stale: 0 };
    server.use(list('collections', [collection({ documents }), collection({ id: 'b', name: 'Words', embedding: null })]));
    await renderRouted(<CollectionsPage />, '/knowledge');
    expect(await screen.findByText('20,000 documents · 1.2 MB · embed-small')).toBeVisible();
    expect(screen.getByText('2 being read')).toBeVisible();
    expect(screen.getByText('8 failed')).toBeVisible();
    expect(screen.getByText(/searched by words only/)).toBeVisible();
  });

  it('begin with words only, also where a model for vectors is offered, and open when made', async () => {
    const asked: unknown[] = [];
    server.use(
      list('collections', []),
      http.post('*/api/v1/collections', async ({ request }) => {
        asked.push(await request.json());
        return HttpResponse.json(collection(), { status: 201 });
      }),
    );
    const { person, location } = await renderRouted(<CollectionsPage />, '/knowledge');
    await screen.findByText('No collection yet');
    await person.click(screen.getAllByRole('button', { name: 'Create collection' })[0] as HTMLElement);
    const dialog = within(await screen.findByRole('dialog'));
    await person.click(dialog.getByRole('button', { name: 'Create collection' }));
    expect(await dialog.findByText('Enter a name.')).toBeVisible();
    await person.type(dialog.getByLabelText('Name'), 'Handbook');
    await person.click(dialog.getByRole('button', { name: 'Create collection' }));
    await waitFor(() => expect(location()).toBe(`/knowledge/${COLLECTION_ID}`));
    expect(asked).toEqual([{ name: 'Handbook', description: '', workspace_id: null }]);
  });

  it('say what a deletion removes before they do it', async () => {
    const deleted: unknown[] = [];
    server.use(
      list('collections', [collection()]),
      http.delete('*/api/v1/collections/:id', ({ params }) => {
        deleted.push(params.id);
        return new HttpResponse(null, { status: 204 });
      }),
    );
    const { person } = await renderRouted(<CollectionsPage />, '/knowledge');
    await person.click(await screen.findByRole('button', { name: 'More for Handbook' }));
    await person.click(await screen.findByRole('menuitem', { name: 'Delete' }));
    const question = await screen.findByRole('alertdialog', { name: 'Delete “Handbook”?' });
    expect(question).toHaveTextContent('This removes 3 documents with their files and 40 pieces of text, and all sources.');
    expect(deleted).toEqual([]);
    await person.click(within(question).getByRole('button', { name: 'Delete' }));
    await waitFor(() => expect(deleted).toEqual([COLLECTION_ID]));
  });

  it('of others have no menu', async () => {
    server.use(list('collections', [collection({ can_change: false })]));
    await renderRouted(<CollectionsPage />, '/knowledge');
    expect(await screen.findByRole('link', { name: 'Handbook' })).toBeVisible();
    expect(screen.queryByRole('button', { name: 'More for Handbook' })).toBeNull();
  });
});
