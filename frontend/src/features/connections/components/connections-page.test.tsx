import { screen } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { rememberSession } from '@/lib/auth-store';
import { connection, kind, session } from '@/test/builders';
import { renderPart } from '@/test/render';
import { server, startServer } from '@/test/server';
import { ConnectionsPage } from './connections-page';

startServer();
beforeEach(() => {
  rememberSession(session('fresh'));
  server.use(http.get('*/api/v1/connection-kinds', () => HttpResponse.json({ items: [kind()] })));
});

const connections = (...items: ReturnType<typeof connection>[]) =>
  http.get('*/api/v1/connections', () => HttpResponse.json({ items, next_cursor: null }));

describe('connections page', () => {
  it('says what to do while there is none', async () => {
    server.use(connections());
    renderPart(<ConnectionsPage show="all" />);
    expect(await screen.findByText('No connection yet')).toBeVisible();
    expect(screen.getAllByRole('button', { name: 'Add connection' })).toHaveLength(2);
  });

  it('can be tried again after a failure', async () => {
    server.use(
      http.get('*/api/v1/connections', () => HttpResponse.json({ code: 'internal', message: 'Broken.', detail: '' }, { status: 500 })),
    );
    const { person } = renderPart(<ConnectionsPage show="all" />);
    expect(await screen.findByText('Broken.')).toBeVisible();
    server.use(connections(connection({ name: 'Mine' })));
    await person.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('heading', { name: 'Mine' })).toBeVisible();
  });

  it('tells how long a test took', async () => {
    server.use(
      connections(connection()),
      http.post('*/api/v1/connections/:id/test', () =>
        HttpResponse.json({ ok: true, latency_ms: 212, model_count: 3, error: null }),
      ),
    );
    const { person } = renderPart(<ConnectionsPage show="all" />);
    await person.click(await screen.findByRole('button', { name: 'Test' }));
    expect(await screen.findByText('Works: answered in 212 ms, 3 models')).toBeVisible();
  });

  it('deletes only after a question', async () => {
    let deleted = 0;
    server.use(
      connections(connection()),
      http.delete('*/api/v1/connections/:id', () => {
        deleted += 1;
        return new HttpResponse(null, { status: 204 });
      }),
    );
    const { person } = renderPart(<ConnectionsPage show="all" />);
    await person.click(await screen.findByRole('button', { name: 'More for OpenAI' }));
    await person.click(await screen.findByRole('menuitem', { name: 'Delete' }));
    expect(await screen.findByRole('alertdialog', { name: 'Delete OpenAI?' })).toBeVisible();
    expect(deleted).toBe(0);
    await person.click(screen.getByRole('button', { name: 'Delete' }));
    expect(await screen.findByText('OpenAI deleted')).toBeVisible();
    expect(deleted).toBe(1);
  });

  it('offers nothing to change on what only an admin may change', async () => {
    server.use(connections(connection({ scope: 'system', editable: false, base_url: null, secret_hint: null })));
    renderPart(<ConnectionsPage show="all" />);
    expect(await screen.findByRole('heading', { name: /OpenAI/ })).toBeVisible();
    expect(screen.queryByRole('switch')).not.toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Test' })).not.toBeInTheDocument();
  });
});
