import { screen, waitFor } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, expect, it } from 'vitest';
import { rememberSession } from '@/lib/auth-store';
import { session, user } from '@/test/builders';
import { renderPart } from '@/test/render';
import { server, startServer } from '@/test/server';
import { apiKey } from '../model/fixtures';
import { AllKeysPage } from './all-keys-page';

startServer();
const list = (path: string, items: unknown[]) => http.get(`*/api/v1/${path}`, () => HttpResponse.json({ items, next_cursor: null }));
const OTHER = '01890000-0000-7000-8000-000000000002';

beforeEach(() => {
  rememberSession(session('fresh', { role: 'admin' }));
  server.use(
    list('users', [user(), user({ id: OTHER, name: 'Grace' })]),
    list('usage/keys', []),
    list('workspaces', []),
    list('models', []),
  );
});

it('shows everybody’s keys with their owners, or those of one', async () => {
  const asked: string[] = [];
  server.use(
    http.get('*/api/v1/api-keys', ({ request }) => {
      asked.push(new URL(request.url).search);
      return HttpResponse.json({ items: [apiKey({ owner_id: OTHER })], next_cursor: null });
    }),
  );
  const { person } = renderPart(<AllKeysPage />);
  expect(await screen.findByText(/^Grace · never used/)).toBeVisible();
  await person.click(screen.getByRole('combobox', { name: 'Owner' }));
  await person.click(await screen.findByRole('option', { name: 'Grace' }));
  await waitFor(() => expect(asked).toEqual(['?all=true', `?owner_id=${OTHER}`]));
});

it('makes a key for somebody else, but does not open the own API for it', async () => {
  const asked: unknown[] = [];
  server.use(
    list('api-keys', []),
    http.post('*/api/v1/api-keys', async ({ request }) => {
      asked.push(await request.json());
      return HttpResponse.json({ ...apiKey(), key: 'pk_secret' }, { status: 201 });
    }),
  );
  const { person } = renderPart(<AllKeysPage />);
  await person.click((await screen.findAllByRole('button', { name: 'Create key' }))[0] as HTMLElement);
  const own = await screen.findByRole('switch', { name: 'Pallium’s own API' });
  await person.type(screen.getByLabelText('Name'), 'Agent');
  await person.click(own);
  await person.click(screen.getByLabelText('Owner', { selector: '[role=dialog] *' }));
  await person.click(await screen.findByRole('option', { name: 'Grace' }));
  expect(own).toHaveAttribute('aria-checked', 'false');
  expect(own).toHaveAttribute('aria-disabled', 'true');
  await person.click(screen.getAllByRole('button', { name: 'Create key' }).at(-1) as HTMLElement);
  expect(await screen.findByLabelText('Key')).toHaveValue('pk_secret');
  expect(asked).toMatchObject([{ owner_id: OTHER, scopes: ['gateway'] }]);
});
