import { screen, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { rememberSession } from '@/lib/auth-store';
import { session } from '@/test/builders';
import { renderRouted } from '@/test/render-routed';
import { server, startServer } from '@/test/server';
import { document } from '../model/fixtures';
import { DocumentPage } from './document-page';

startServer();

const MARKDOWN = '# Tides 🌊\n\nThe moon pulls. Twice a month the sun helps.\n\nThat is all.\n';
const PATH = '/knowledge/documents/document-1';
const reads = (change: Parameters<typeof document>[0] = {}) => http.get('*/api/v1/documents/document-1', () => HttpResponse.json(document(change)));

beforeEach(() => {
  rememberSession(session('good'));
  server.use(
    reads(),
    http.get('*/api/v1/documents/document-1/text', () => HttpResponse.json({ markdown: MARKDOWN, characters: [...MARKDOWN].length })),
  );
});

describe('the viewer', () => {
  it('marks the passage that the address names, in characters', async () => {
    const start = [...MARKDOWN.slice(0, MARKDOWN.indexOf('Twice'))].length;
    await renderRouted(<DocumentPage />, `${PATH}?start=${String(start)}&end=${String(start + 12)}&page=3`);
    expect(await screen.findByText('Twice a mont', { selector: 'mark' })).toBeVisible();
    expect(screen.getByRole('heading', { name: 'Tides 🌊', level: 2 })).toBeVisible();
    expect(screen.getByRole('button', { name: 'Page 3 of the original' })).toBeEnabled();
    expect(screen.getByRole('link', { name: 'Back to the collection' })).toBeVisible();
  });

  it('shows the text without a mark where none is asked for', async () => {
    await renderRouted(<DocumentPage />, PATH);
    const text = await screen.findByRole('article', { name: 'Text' });
    expect(text).toHaveTextContent('That is all.');
    expect(text.querySelector('mark')).toBeNull();
  });

  it('shows the pieces that a search can find', async () => {
    const chunk = { id: 'c', index: 0, heading_path: ['Tides'], page: 3, start: 0, end: 9, text: 'The moon pulls.', tokens: 4, embedded: true };
    server.use(http.get('*/api/v1/documents/document-1/chunks', () => HttpResponse.json({ items: [chunk], next_cursor: null })));
    const { person } = await renderRouted(<DocumentPage />, PATH);
    await person.click(await screen.findByRole('button', { name: 'Pieces' }));
    const row = within(await screen.findByRole('list', { name: 'Pieces' })).getByRole('listitem');
    expect(row).toHaveTextContent('Piece 1Tides · page 34 tokensby meaningThe moon pulls.');
  });

  it('says why there is no text', async () => {
    server.use(reads({ state: 'failed', error: { code: 'encrypted', message: 'it needs a password' } }));
    await renderRouted(<DocumentPage />, PATH);
    expect(await screen.findByRole('alert')).toHaveTextContent('It needs a password.');
  });
});
