import { screen } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import { renderRouted } from '@/test/render-routed';
import { server, startServer } from '@/test/server';
import { SearchResults } from './search-results';

startServer();

const hit = {
  conversation_id: 'conversation-1',
  title: 'Tides',
  run_id: 'run-7',
  message_id: 'message-7',
  role: 'user',
  snippet: [
    { text: 'why the ', match: false },
    { text: 'moon', match: true },
    { text: ' pulls', match: false },
  ],
  at: '2026-01-01T00:00:00Z',
};

function answer(items: object[]) {
  server.use(
    http.get('*/api/v1/search', ({ request }) => {
      expect(new URL(request.url).searchParams.get('q')).toBe('moon');
      return HttpResponse.json({ items, next_cursor: null });
    }),
  );
}

it('shows the place that matches and leads to it', async () => {
  answer([hit]);
  await renderRouted(<SearchResults query=" moon " />);
  const link = await screen.findByRole('link');
  expect(link).toHaveAttribute('href', '/c/conversation-1?run=run-7');
  expect(link).toHaveTextContent('You: why the moon pulls');
  expect(screen.getByText('moon').tagName).toBe('MARK');
});

it('leads to the conversation when its title matches', async () => {
  answer([{ ...hit, run_id: null, message_id: null, role: null }]);
  await renderRouted(<SearchResults query="moon" />);
  expect(await screen.findByRole('link')).toHaveAttribute('href', '/c/conversation-1');
});

it('says so when nothing matches', async () => {
  answer([]);
  await renderRouted(<SearchResults query="moon" />);
  expect(await screen.findByText('Nothing found for “moon”.')).toBeVisible();
});
