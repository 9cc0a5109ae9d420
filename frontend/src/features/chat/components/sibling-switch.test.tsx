import { screen, waitFor } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import { renderRouted } from '@/test/render-routed';
import { server, startServer } from '@/test/server';
import { finishedTurn } from '../model/fixtures';
import { heldThread } from '../model/thread-cache';
import { SiblingSwitch } from './sibling-switch';

startServer();

const siblings = ['a', 'b', 'c'];

it('shows which version this is, and goes to the one before', async () => {
  const other = { ...finishedTurn('a', null), siblings };
  server.use(
    http.patch('*/api/v1/conversations/conversation-1', async ({ request }) => {
      expect(await request.json()).toEqual({ head_run_id: 'a' });
      return HttpResponse.json({ id: 'conversation-1' });
    }),
    http.get('*/api/v1/conversations/conversation-1/runs', ({ request }) => {
      expect(new URL(request.url).searchParams.get('around')).toBe('a');
      return HttpResponse.json({ items: [other], has_before: false, has_after: false });
    }),
  );
  const { person } = await renderRouted(<SiblingSwitch turn={{ ...finishedTurn('b', null), siblings }} />);
  expect(screen.getByRole('group', { name: 'Versions' })).toHaveTextContent('2/3');
  await person.click(screen.getByRole('button', { name: 'Previous version' }));
  await waitFor(() =>
    expect(heldThread('conversation-1')).toEqual({ items: [other], has_before: false, has_after: false }),
  );
});

it('ends at the ends, and is not there for a single version', async () => {
  const { show } = await renderRouted(<SiblingSwitch turn={{ ...finishedTurn('c', null), siblings }} />);
  expect(screen.getByRole('button', { name: 'Next version' })).toBeDisabled();
  show(<SiblingSwitch turn={finishedTurn('c', null)} />);
  expect(screen.queryByRole('group', { name: 'Versions' })).toBeNull();
});
