import { screen } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, expect, it } from 'vitest';
import { rememberSession } from '@/lib/auth-store';
import { session } from '@/test/builders';
import { renderPart } from '@/test/render';
import { server, startServer } from '@/test/server';
import { OwnUsagePage } from './own-usage-page';

startServer();
beforeEach(() => rememberSession(session('fresh')));

const limits = { requests_per_minute: null, tokens_per_minute: null, parallel: 4, budgets: [] };
const spent = { resets_at: '2026-12-01T00:00:00Z', used_tokens: 1500, used_usd: '7.5', budget_tokens: null };

it('tells what is left and what was spent on which model', async () => {
  const spending = [
    { ...spent, period: 'day', budget_usd: null },
    { ...spent, period: 'month', budget_usd: '10' },
  ];
  server.use(
    http.get('*/api/v1/usage/remaining', () => HttpResponse.json({ limits, spending, keys: [], workspaces: [] })),
    http.get('*/api/v1/usage/summary', ({ request }) => {
      const row = { key: 'gpt', name: null, calls: 12, failed: 1, input_tokens: 1000, output_tokens: 500, cost_usd: '7.5' };
      const items = new URL(request.url).searchParams.get('group') === 'model' ? [row] : [];
      return HttpResponse.json({ items, next_cursor: null });
    }),
  );
  renderPart(<OwnUsagePage />);
  expect(await screen.findByText('$2.50 left of $10.00')).toBeVisible();
  expect(screen.getByText('$7.50 used, no limit')).toBeVisible();
  const row = await screen.findByRole('row', { name: /^gpt/ });
  expect(row).toHaveTextContent('gpt$7.501211K500');
  expect(await screen.findByText('No calls in this time')).toBeVisible();
});
