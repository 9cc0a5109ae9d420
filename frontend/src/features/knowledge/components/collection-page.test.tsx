import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Document } from '@/api/generated';
import { rememberSession } from '@/lib/auth-store';
import { session } from '@/test/builders';
import { renderRouted } from '@/test/render-routed';
import { server, startServer } from '@/test/server';
import { candidate, collection, COLLECTION_ID, document, embedding, passage, source } from '../model/fixtures';
import { CollectionPage } from './collection-page';

startServer();

const PATH = `/knowledge/${COLLECTION_ID}`;
const page = (items: unknown[], next_cursor: string | null = null) => HttpResponse.json({ items, next_cursor });
const list = (path: string, items: unknown[]) => http.get(`*/api/v1/${path}`, () => page(items));
const holds = (change: Parameters<typeof collection>[0] = {}) => http.get(`*/api/v1/collections/${COLLECTION_ID}`, () => HttpResponse.json(collection(change)));
const documents = (items: Document[]) => list(`collections/${COLLECTION_ID}/documents`, items);

beforeEach(() => {
  rememberSession(session('good', { role: 'admin' }));
  server.use(holds(), documents([document()]), list('workspaces', []), list('models', []));
});

describe('the documents', () => {
  it('say how far they are, and why they failed', async () => {
    server.use(
      documents([
        document({ id: 'a', name: 'a.pdf', state: 'processing' }),
        document({ id: 'b', name: 'b.pdf', state: 'failed', error: { code: 'encrypted', message: 'it needs a password' } }),
        document({ id: 'c', name: 'c.pdf', warnings: [{ code: 'scanned', message: 'page 2 is a picture' }] }),
        document({ id: 'd', name: 'd.pdf', stale: true }),
      ]),
    );
    await renderRouted(<CollectionPage />, PATH);
    const rows = within(await screen.findByRole('list', { name: 'Documents' })).getAllByRole('listitem');
    expect(rows.map((row) => row.textContent)).toEqual([
      'a.pdf420 kB · 12 pagesBeing read',
      'b.pdfIt needs a password.Failed',
      'c.pdf420 kB · 12 pages · 1 warningReady',
      'd.pdf420 kB · 12 pagesOutdated',
    ]);
  });

  it('are drawn near the view only, and read page by page', async () => {
    const asked: (string | null)[] = [];
    server.use(
      holds({ documents: { total: 20_000, ready: 20_000, processing: 0, failed: 0, stale: 0 } }),
      http.get(`*/api/v1/collections/${COLLECTION_ID}/documents`, ({ request }) => {
        const cursor = new URL(request.url).searchParams.get('cursor');
        asked.push(cursor);
        const from = Number(cursor ?? 0);
        return page(Array.from({ length: 200 }, (_, index) => document({ id: `d${String(from + index)}`, name: `${String(from + index)}.txt` })), String(from + 100));
      }),
    );
    await renderRouted(<CollectionPage />, PATH);
    const items = within(await screen.findByRole('list', { name: 'Documents' })).getAllByRole('listitem');
    expect(items.length).toBeLessThan(40);
    expect(items[0]).toHaveAttribute('aria-setsize', '20000');
    expect(items[3]).toHaveAttribute('aria-posinset', '4');
    expect(new Set(asked)).toEqual(new Set([null]));
  });

  it('become ready before one’s eyes', async () => {
    let reads = 0;
    server.use(
      http.get(`*/api/v1/collections/${COLLECTION_ID}`, () => {
        const working = reads < 2 ? 1 : 0;
        return HttpResponse.json(collection({ documents: { total: 1, ready: 1 - working, processing: working, failed: 0, stale: 0 } }));
      }),
      http.get(`*/api/v1/collections/${COLLECTION_ID}/documents`, () => page([document({ state: reads++ < 2 ? 'processing' : 'ready' })])),
    );
    await renderRouted(<CollectionPage />, PATH);
    const row = await screen.findByRole('button', { name: 'tides.pdf' });
    expect(screen.getByText('Being read')).toBeVisible();
    await waitFor(() => expect(row.closest('li')).toHaveTextContent('Ready'), { timeout: 6000 });
  });

  it('are asked for by name and state, and the address says so', async () => {
    const asked: string[] = [];
    server.use(
      http.get(`*/api/v1/collections/${COLLECTION_ID}/documents`, ({ request }) => {
        asked.push(decodeURIComponent(new URL(request.url).search));
        return page([]);
      }),
    );
    const { person, location } = await renderRouted(<CollectionPage />, PATH);
    await person.type(await screen.findByRole('searchbox', { name: 'Search documents' }), 'tide');
    await waitFor(() => expect(location()).toBe(`${PATH}?q=tide`));
    await person.click(screen.getByRole('combobox', { name: 'State' }));
    await person.click(await screen.findByRole('option', { name: 'Failed (0)' }));
    await waitFor(() => expect(asked).toContain('?q=tide&state=failed&limit=200'));
    await person.click(await screen.findByRole('button', { name: 'Show all documents' }));
    await waitFor(() => expect(location()).toBe(PATH));
  });

  it('show what is known of one, and read it again', async () => {
    const failed = document({ state: 'failed', error: { code: 'timeout', message: 'reading it took too long' } });
    server.use(
      documents([failed]),
      http.get('*/api/v1/documents/document-1', () => HttpResponse.json(failed)),
      http.post('*/api/v1/documents/document-1/retry', () => HttpResponse.json({ ...failed, state: 'queued', error: null }, { status: 202 })),
    );
    const { person } = await renderRouted(<CollectionPage />, `${PATH}?document=document-1`);
    const sheet = within(await screen.findByRole('dialog', { name: 'Document' }));
    expect(await sheet.findByRole('alert')).toHaveTextContent('Reading it took too long.');
    server.use(http.get('*/api/v1/documents/document-1', () => HttpResponse.json({ ...failed, state: 'queued', error: null })));
    await person.click(sheet.getByRole('button', { name: 'Read again' }));
    expect(await sheet.findByText('Waiting')).toBeVisible();
  });

  it('can only be looked at by those who may not change them', async () => {
    server.use(holds({ can_change: false }));
    await renderRouted(<CollectionPage />, PATH);
    await screen.findByRole('button', { name: 'tides.pdf' });
    expect(screen.queryByRole('button', { name: 'Add files' })).toBeNull();
    expect(screen.queryByRole('button', { name: 'More for Handbook' })).toBeNull();
  });
});

describe('searching by meaning', () => {
  it('is offered where words alone are searched', async () => {
    server.use(holds({ embedding: null }));
    const { person, location } = await renderRouted(<CollectionPage />, PATH);
    expect(await screen.findByText('Lexical search only.')).toBeVisible();
    await person.click(screen.getByRole('button', { name: 'Choose a model' }));
    expect(location()).toBe(`${PATH}?view=embedding`);
  });

  it('begins with the model that the user chooses, and not before', async () => {
    const asked: unknown[] = [];
    const offered = { id: 'bge-m3', name: 'BGE', connection_id: 'c', connection_name: 'Mine', connection_kind: 'openai' };
    server.use(
      holds({ embedding: null }),
      list('models', [offered]),
      http.patch(`*/api/v1/collections/${COLLECTION_ID}`, async ({ request }) => {
        asked.push(await request.json());
        return HttpResponse.json(collection());
      }),
    );
    const { person } = await renderRouted(<CollectionPage />, `${PATH}?view=embedding`);
    const use = await screen.findByRole('button', { name: 'Use this model' });
    expect(use).toBeDisabled();
    expect(screen.getByText(/the texts are sent to this connection/)).toBeVisible();
    await person.click(screen.getByRole('combobox', { name: 'Model' }));
    await person.paste('bge-m3');
    expect(asked).toEqual([]);
    await person.click(use);
    await waitFor(() => expect(asked).toEqual([{ embedding: { connection_id: 'c', model: 'bge-m3' } }]));
  });

  it('shows how far another model is while the old one serves', async () => {
    server.use(holds({ next_embedding: embedding({ model: 'bge-m3', state: 'building', done: 10, total: 40 }) }));
    await renderRouted(<CollectionPage />, PATH);
    const bar = await screen.findByRole('progressbar', { name: 'Reading the meaning with bge-m3' });
    expect(bar).toHaveAttribute('aria-valuenow', '25');
    expect(screen.getByText('10 of 40 pieces')).toBeVisible();
    expect(screen.getByText('Until it is done, searches use embed-small.')).toBeVisible();
  });
});

describe('the sources', () => {
  it('say why a look failed, and are looked at when asked', async () => {
    const asked: unknown[] = [];
    server.use(
      list(`collections/${COLLECTION_ID}/sources`, [source({ state: 'failed', error: 'the folder is gone' })]),
      http.post('*/api/v1/sources/:id/sync', ({ params }) => {
        asked.push(params.id);
        return HttpResponse.json({}, { status: 202 });
      }),
    );
    const { person } = await renderRouted(<CollectionPage />, `${PATH}?view=sources`);
    expect(await screen.findByText('The folder is gone.')).toBeVisible();
    await person.click(screen.getByRole('button', { name: 'Look at /srv/handbook now' }));
    expect(await screen.findByText('The source is being looked at')).toBeVisible();
    expect(asked).toEqual(['source-1']);
  });

  it('are added with an address', async () => {
    const asked: unknown[] = [];
    server.use(
      list(`collections/${COLLECTION_ID}/sources`, []),
      http.post(`*/api/v1/collections/${COLLECTION_ID}/sources`, async ({ request }) => {
        asked.push(await request.json());
        return HttpResponse.json(source(), { status: 201 });
      }),
    );
    const { person } = await renderRouted(<CollectionPage />, `${PATH}?view=sources`);
    await person.click(await screen.findByRole('button', { name: 'Add source' }));
    const dialog = within(await screen.findByRole('dialog'));
    await person.click(dialog.getByLabelText('Address'));
    await person.paste('https://example.com/a');
    await person.click(dialog.getByRole('button', { name: 'Add source' }));
    await waitFor(() => expect(asked).toEqual([{ kind: 'url', location: 'https://example.com/a', refresh_minutes: 1440, depth: 0 }]));
  });
});

it('shows what a question finds, and why a candidate was cut', async () => {
  server.use(
    http.post('*/api/v1/knowledge/search', async ({ request }) => {
      expect(await request.json()).toEqual({ query: 'spring tides', collection_ids: [COLLECTION_ID], rerank: null, explain: true });
      return HttpResponse.json({
        passages: [passage()],
        candidates: [candidate(), candidate({ chunk_id: 'b', vector: null, fate: 'cut', reason: 'same_text' })],
        lexical_only: false,
        notes: [],
        took_ms: { embed: 40, lexical: 2.5, vector: 8, rerank: 0, total: 52 },
      });
    }),
  );
  const { person } = await renderRouted(<CollectionPage />, `${PATH}?view=test`);
  await person.type(await screen.findByRole('searchbox', { name: 'Try a question' }), 'spring tides{Enter}');
  expect(await screen.findByText('1 passage in 52 ms (question 40 · words 2.5 · meaning 8)')).toBeVisible();
  const link = within(screen.getByRole('region', { name: 'What a model would read' })).getByRole('link', { name: 'On tides' });
  expect(link).toHaveAttribute('href', '/knowledge/documents/document-1?start=100&end=160&page=3');
  expect(screen.getByText('The moon › Spring tides · page 3')).toBeVisible();
  const [taken, cut] = within(screen.getByRole('region', { name: 'Candidates' })).getAllByRole('listitem');
  expect(taken).toHaveTextContent('TakenTwice a month the sun and the moon pull together.Wordsno. 1 (7.2)Meaningno. 2 (0.81)Together0.0325');
  expect(cut).toHaveTextContent('Cut: same text');
});
