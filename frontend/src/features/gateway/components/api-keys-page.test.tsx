import { screen, waitFor } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { rememberSession } from '@/lib/auth-store';
import { session } from '@/test/builders';
import { renderPart } from '@/test/render';
import { server, startServer } from '@/test/server';
import type { ApiKey } from '@/api/generated';
import { apiKey } from '../model/fixtures';
import { ApiKeysPage } from './api-keys-page';

startServer();
beforeEach(() => {
  rememberSession(session('fresh'));
  server.use(list('models', [{ id: 'large', default: true }]), list('usage/keys', []), list('workspaces', []));
});

const list = (path: string, items: unknown[]) => http.get(`*/api/v1/${path}`, () => HttpResponse.json({ items, next_cursor: null }));
const keys = (...items: ApiKey[]) => list('api-keys', items);

describe('the page of keys', () => {
  it('says what to do while there is none', async () => {
    server.use(keys());
    renderPart(<ApiKeysPage />);
    expect(await screen.findByText('No key yet')).toBeVisible();
  });

  it('can be tried again after a failure', async () => {
    const broken = { code: 'internal', message: 'Broken.', detail: '' };
    server.use(http.get('*/api/v1/api-keys', () => HttpResponse.json(broken, { status: 500 })));
    const { person } = renderPart(<ApiKeysPage />);
    expect(await screen.findByText('Broken.')).toBeVisible();
    server.use(keys(apiKey()));
    await person.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('heading', { name: /Agent/ })).toBeVisible();
  });

  it('tells what a key may do', async () => {
    const budgets = [{ period: 'month' as const, money_usd: '20', tokens: null }];
    const limits = { requests_per_minute: 60, tokens_per_minute: null, parallel: null, budgets };
    server.use(keys(apiKey({ allowed_models: ['gpt-*'], limits })));
    renderPart(<ApiKeysPage />);
    for (const fact of ['gpt-*', '60 calls/min', '$20.00 per month']) expect(await screen.findByText(fact)).toBeVisible();
  });

  it('offers nothing to do to a key that is revoked', async () => {
    server.use(keys(apiKey({ revoked_at: '2026-01-02T00:00:00Z' })));
    renderPart(<ApiKeysPage />);
    expect(await screen.findByText('Revoked')).toBeVisible();
    expect(screen.queryByRole('button', { name: 'More for Agent' })).not.toBeInTheDocument();
  });

  it('shows the text of a new key once, with a first call', async () => {
    const asked: unknown[] = [];
    server.use(
      keys(),
      http.post('*/api/v1/api-keys', async ({ request }) => {
        asked.push(await request.json());
        return HttpResponse.json({ ...apiKey(), key: 'pk_secret' }, { status: 201 });
      }),
    );
    const { person } = renderPart(<ApiKeysPage />);
    await person.click((await screen.findAllByRole('button', { name: 'Create key' }))[0] as HTMLElement);
    await person.type(await screen.findByLabelText('Name'), 'Agent');
    await person.type(screen.getByLabelText('At the same time'), '2');
    await person.click(screen.getAllByRole('button', { name: 'Create key' }).at(-1) as HTMLElement);
    expect(await screen.findByLabelText('Key')).toHaveValue('pk_secret');
    expect(screen.getByRole('region', { name: 'OpenAI SDK' })).toHaveTextContent('base_url="http://localhost:3000/v1", api_key="pk_secret"');
    await waitFor(() => expect(screen.getByRole('region', { name: 'OpenAI SDK' })).toHaveTextContent('model="large"'));
    const limits = { requests_per_minute: null, tokens_per_minute: null, parallel: 2, budgets: [] };
    expect(asked).toEqual([{ name: 'Agent', scopes: ['gateway'], allowed_models: [], limits, expires_at: null }]);
    await person.click(screen.getByRole('button', { name: 'I have kept it' }));
    expect(screen.queryByLabelText('Key')).not.toBeInTheDocument();
  });

  it('draws how a key was used of late', async () => {
    const day = (at: string, tokens: number) => ({ day: at, calls: tokens === 0 ? 0 : 2, tokens, cost_usd: tokens === 0 ? '0' : '1.5' });
    server.use(keys(apiKey()), list('usage/keys', [{ key_id: apiKey().id, days: [day('2026-01-01', 0), day('2026-01-02', 3000)] }]));
    renderPart(<ApiKeysPage />);
    const label = 'Tokens by day in 2 days: 3K tokens · $1.50, 2 calls';
    expect(await screen.findByRole('img', { name: label })).toBeVisible();
  });

  it('changes what a key may do, and tells a member what only admins do', async () => {
    const asked: unknown[] = [];
    const limits = { requests_per_minute: 60, tokens_per_minute: null, parallel: null, budgets: [] };
    server.use(
      keys(apiKey({ limits })),
      http.patch('*/api/v1/api-keys/:id', async ({ request }) => {
        asked.push(await request.json());
        return HttpResponse.json(apiKey());
      }),
    );
    const { person } = renderPart(<ApiKeysPage />);
    await person.click(await screen.findByRole('button', { name: 'More for Agent' }));
    await person.click(await screen.findByRole('menuitem', { name: 'Edit' }));
    const calls = await screen.findByLabelText('Calls per minute');
    await person.clear(calls);
    await person.type(calls, '61');
    await person.type(screen.getByLabelText('Allowed models'), 'cheap');
    await person.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText('Only admins raise it.')).toBeVisible();
    expect(asked).toEqual([]);
    await person.clear(calls);
    await person.type(calls, '30');
    await person.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText('Saved')).toBeVisible();
    const change = { name: 'Agent', scopes: ['gateway'], allowed_models: ['cheap'] };
    expect(asked).toEqual([{ ...change, limits: { ...limits, requests_per_minute: 30 } }]);
  });

  it('makes a key that spends from a workspace', async () => {
    const asked: unknown[] = [];
    const workspace = (id: string, name: string, role: string, kind = 'shared') => ({ id, name, role, kind, limits: {} });
    server.use(
      keys(),
      list('workspaces', [workspace('1', 'Research', 'member'), workspace('2', 'Sales', 'viewer'), workspace('3', 'Mine', 'owner', 'private')]),
      http.post('*/api/v1/api-keys', async ({ request }) => {
        asked.push(await request.json());
        return HttpResponse.json({ ...apiKey(), key: 'pk_secret' }, { status: 201 });
      }),
    );
    const { person } = renderPart(<ApiKeysPage />);
    await person.click((await screen.findAllByRole('button', { name: 'Create key' }))[0] as HTMLElement);
    await person.type(await screen.findByLabelText('Name'), 'Agent');
    await person.click(await screen.findByLabelText('Workspace'));
    expect((await screen.findAllByRole('option')).map(({ textContent }) => textContent)).toEqual(['None, one’s own', 'Research']);
    await person.click(screen.getByRole('option', { name: 'Research' }));
    await person.click(screen.getAllByRole('button', { name: 'Create key' }).at(-1) as HTMLElement);
    expect(await screen.findByLabelText('Key')).toHaveValue('pk_secret');
    expect(asked).toMatchObject([{ name: 'Agent', workspace_id: '1' }]);
  });

  it('revokes only after a question', async () => {
    const revoked: unknown[] = [];
    server.use(
      keys(apiKey()),
      http.delete('*/api/v1/api-keys/:id', ({ params }) => {
        revoked.push(params.id);
        return new HttpResponse(null, { status: 204 });
      }),
    );
    const { person } = renderPart(<ApiKeysPage />);
    await person.click(await screen.findByRole('button', { name: 'More for Agent' }));
    await person.click(await screen.findByRole('menuitem', { name: 'Revoke' }));
    expect(await screen.findByRole('alertdialog', { name: 'Revoke Agent?' })).toBeVisible();
    expect(revoked).toEqual([]);
    await person.click(screen.getByRole('button', { name: 'Revoke' }));
    expect(await screen.findByText('Agent revoked')).toBeVisible();
    expect(revoked).toEqual([apiKey().id]);
  });

  it('rotates a key, and lets the old text work for as long as one says', async () => {
    const asked: unknown[] = [];
    server.use(
      keys(apiKey()),
      http.post('*/api/v1/api-keys/:id/rotate', async ({ request }) => {
        asked.push(await request.json());
        return HttpResponse.json({ ...apiKey(), key: 'pk_next' });
      }),
    );
    const { person } = renderPart(<ApiKeysPage />);
    await person.click(await screen.findByRole('button', { name: 'More for Agent' }));
    await person.click(await screen.findByRole('menuitem', { name: 'Rotate' }));
    await person.click(await screen.findByRole('button', { name: 'Rotate' }));
    expect(await screen.findByLabelText('Key')).toHaveValue('pk_next');
    expect(asked).toEqual([{ overlap_seconds: 3600 }]);
  });
});
