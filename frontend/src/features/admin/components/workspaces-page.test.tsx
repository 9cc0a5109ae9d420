import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Workspace } from '@/api/generated';
import { rememberSession } from '@/lib/auth-store';
import { session, user, USER_ID } from '@/test/builders';
import { renderPart } from '@/test/render';
import { server, startServer } from '@/test/server';
import { WorkspacesPage } from './workspaces-page';

startServer();
const list = (path: string, items: unknown[]) => http.get(`*/api/v1/${path}`, () => HttpResponse.json({ items, next_cursor: null }));
const GRACE = { user_id: '2', name: 'Grace', email: 'grace@example.com', role: 'viewer', created_at: '2026-01-01T00:00:00Z' };
const RESEARCH: Workspace = {
  ...{ id: 'w', name: 'Research', kind: 'shared', role: 'owner', editable: true },
  limits: { requests_per_minute: 60, tokens_per_minute: null, parallel: null, budgets: [] },
  ...{ created_at: '2026-01-01T00:00:00Z', updated_at: '2026-01-01T00:00:00Z' },
};

beforeEach(() => {
  rememberSession(session('fresh', { role: 'admin' }));
  server.use(list('workspaces', [RESEARCH]), list('users', [user(), user({ id: '2', name: 'Grace', email: 'grace@example.com' })]));
});

/** Opens what the menu of the workspace offers. */
async function open(item: string, role = 'dialog') {
  const { person } = renderPart(<WorkspacesPage />);
  await person.click(await screen.findByRole('button', { name: 'More for Research' }));
  await person.click(await screen.findByRole('menuitem', { name: item }));
  return { person, dialog: await screen.findByRole(role) };
}

describe('workspaces', () => {
  it('say what may be spent in them', async () => {
    renderPart(<WorkspacesPage />);
    expect(await screen.findByText('60 calls/min')).toBeVisible();
  });

  it('take in who is chosen, give roles, and let go with a way back', async () => {
    const asked: unknown[] = [];
    server.use(
      list('workspaces/w/members', [GRACE]),
      http.put('*/api/v1/workspaces/w/members/:user', async ({ request, params }) => {
        asked.push([params.user, await request.json()]);
        return HttpResponse.json(GRACE);
      }),
      http.delete('*/api/v1/workspaces/w/members/:user', ({ params }) => {
        asked.push(['out', params.user]);
        return new HttpResponse(null, { status: 204 });
      }),
    );
    const { person, dialog } = await open('Members');
    await person.click(await within(dialog).findByRole('combobox', { name: 'Add a member' }));
    await person.click(await screen.findByRole('option', { name: 'Ada · ada@example.com' }));
    await person.click(within(dialog).getByRole('button', { name: 'Add' }));
    await waitFor(() => expect(asked).toEqual([[USER_ID, { role: 'member' }]]));
    await person.click(within(dialog).getByRole('combobox', { name: 'Role of Grace' }));
    await person.click(await screen.findByRole('option', { name: 'Owner' }));
    await waitFor(() => expect(asked.at(-1)).toEqual(['2', { role: 'owner' }]));
    await person.click(within(dialog).getByRole('button', { name: 'Take Grace out' }));
    await waitFor(() => expect(asked.at(-1)).toEqual(['out', '2']));
    await person.click(await screen.findByRole('button', { name: 'Undo', hidden: true }));
    await waitFor(() => expect(asked.at(-1)).toEqual(['2', { role: 'viewer' }]));
  });

  it('get limits of their own', async () => {
    const asked: unknown[] = [];
    server.use(
      http.get('*/api/v1/workspaces/w/limits', () => HttpResponse.json(RESEARCH.limits)),
      http.put('*/api/v1/workspaces/w/limits', async ({ request }) => {
        asked.push(await request.json());
        return HttpResponse.json(RESEARCH.limits);
      }),
    );
    const { person, dialog } = await open('Limits and budgets');
    await person.type(await within(dialog).findByLabelText('Per month, US dollars'), '100');
    await person.click(within(dialog).getByRole('button', { name: 'Save' }));
    expect(await screen.findByText('Limits of Research saved')).toBeVisible();
    expect(asked).toEqual([{ ...RESEARCH.limits, budgets: [{ period: 'month', money_usd: '100', tokens: null }] }]);
  });

  it('are made with a name alone', async () => {
    const asked: unknown[] = [];
    server.use(
      list('workspaces', []),
      http.post('*/api/v1/workspaces', async ({ request }) => {
        asked.push(await request.json());
        return HttpResponse.json(RESEARCH, { status: 201 });
      }),
    );
    const { person } = renderPart(<WorkspacesPage />);
    await screen.findByText('No shared workspace yet');
    await person.click(screen.getAllByRole('button', { name: 'Create workspace' })[0] as HTMLElement);
    const dialog = await screen.findByRole('dialog');
    await person.click(within(dialog).getByRole('button', { name: 'Create workspace' }));
    expect(await within(dialog).findByText('Enter a name.')).toBeVisible();
    await person.type(within(dialog).getByLabelText('Name'), 'Research');
    await person.click(within(dialog).getByRole('button', { name: 'Create workspace' }));
    await waitFor(() => expect(asked).toEqual([{ name: 'Research' }]));
  });

  it('are deleted once that was confirmed', async () => {
    const asked: unknown[] = [];
    server.use(
      http.delete('*/api/v1/workspaces/:id', ({ params }) => {
        asked.push(params.id);
        return new HttpResponse(null, { status: 204 });
      }),
    );
    const { person, dialog } = await open('Delete', 'alertdialog');
    expect(dialog).toHaveTextContent('Its keys are revoked');
    expect(asked).toEqual([]);
    server.use(list('workspaces', []));
    await person.click(within(dialog).getByRole('button', { name: 'Delete' }));
    expect(await screen.findByText('Research deleted')).toBeVisible();
    expect(asked).toEqual(['w']);
    expect(await screen.findByText('No shared workspace yet')).toBeVisible();
  });
});
