import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { rememberSession } from '@/lib/auth-store';
import { session } from '@/test/builders';
import { renderPart } from '@/test/render';
import { server, startServer } from '@/test/server';
import { AliasesSection } from './aliases-section';
import { RulesSection } from './rules-section';
import { TestBox } from './test-box';

startServer();

const list = (path: string, items: unknown[]) => http.get(`*/api/v1/${path}`, () => HttpResponse.json({ items, next_cursor: null }));

const capabilities = { vision: false, tools: false, reasoning: false };
const offered = (id: string) => ({
  ...{ connection_id: 'c', connection_name: 'Vendor', connection_kind: 'openai', system: true, context_tokens: null, default: false },
  ...{ id, name: id, capabilities },
});
const target = (model: string) => ({ connection_id: 'c', model, weight: 0, max_input_tokens: null, task_types: [] });
const alias = {
  ...{ id: 'a', name: 'cheap', targets: [target('one'), target('two')], rescue: true },
  ...{ first_token_deadline_ms: null, cache_seconds: null, cache_shared: false, created_at: '', updated_at: '' },
};
const when = { task_types: [], complexities: ['hard'], min_input_tokens: null, max_input_tokens: null, key_ids: [], hours: null };
const rule = (id: string) => ({ id, name: `Rule ${id}`, enabled: true, alias: 'cheap', when });

beforeEach(() => {
  rememberSession(session('fresh', { role: 'owner' }));
  server.use(list('models', [offered('one'), offered('two')]), list('gateway/aliases', [alias]));
});

describe('aliases', () => {
  it('are put into another order by keyboard', async () => {
    const put: unknown[] = [];
    server.use(
      http.put('*/api/v1/gateway/aliases/cheap', async ({ request }) => {
        put.push(await request.json());
        return HttpResponse.json(alias);
      }),
    );
    const { person } = renderPart(<AliasesSection />);
    await person.click(await screen.findByRole('button', { name: 'Edit cheap' }));
    const dialog = await screen.findByRole('dialog', { name: 'Edit cheap' });
    within(dialog).getByRole('button', { name: 'Move Vendor / two' }).focus();
    await person.keyboard('{ArrowUp}');
    await person.click(within(dialog).getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(put).toHaveLength(1));
    const targets = [target('two'), target('one')];
    expect(put).toEqual([{ targets, rescue: true, first_token_deadline_ms: null, cache_seconds: null, cache_shared: false }]);
  });

  it('want a model in each row', async () => {
    const { person } = renderPart(<AliasesSection />);
    await person.click(await screen.findByRole('button', { name: 'Create alias' }));
    await person.type(await screen.findByLabelText('Name'), 'deep');
    await person.click(screen.getByRole('button', { name: 'Save' }));
    expect((await screen.findAllByText('Choose a model.'))[0]).toBeVisible();
  });
});

describe('rules', () => {
  it('are put into another order by keyboard', async () => {
    const put: unknown[] = [];
    server.use(
      list('gateway/rules', [rule('1'), rule('2')]),
      http.put('*/api/v1/gateway/rules/order', async ({ request }) => {
        put.push(await request.json());
        return HttpResponse.json({ items: [], next_cursor: null });
      }),
    );
    const { person } = renderPart(<RulesSection />);
    (await screen.findByRole('button', { name: 'Move Rule 1' })).focus();
    await person.keyboard('{ArrowDown}');
    await waitFor(() => expect(put).toEqual([{ ids: ['2', '1'] }]));
  });

  it('are switched off without a form', async () => {
    const changes: unknown[] = [];
    server.use(
      list('gateway/rules', [rule('1')]),
      http.patch('*/api/v1/gateway/rules/1', async ({ request }) => {
        changes.push(await request.json());
        return HttpResponse.json(rule('1'));
      }),
    );
    const { person } = renderPart(<RulesSection />);
    await person.click(await screen.findByRole('switch', { name: 'Use Rule 1' }));
    await waitFor(() => expect(changes).toEqual([{ enabled: false }]));
  });
});

it('tries a prompt and tells who would answer and why', async () => {
  const asked: unknown[] = [];
  server.use(
    http.post('*/api/v1/gateway/decide', async ({ request }) => {
      asked.push(await request.json());
      const needs = { needs_codebase: true, needs_external_docs: false, needs_memory: true, freshness_required: false };
      const classification = { task_type: 'refactor', complexity: 'hard', recommended_alias: 'deep', confidence: 0.8, ...needs };
      return HttpResponse.json({ classification, rule: 'Nights', alias: 'cheap', targets: ['vendor/one', 'vendor/two'] });
    }),
  );
  const { person } = renderPart(<TestBox />);
  await person.type(screen.getByLabelText('Prompt'), 'Refactor it');
  await person.click(screen.getByRole('button', { name: 'Try' }));
  for (const fact of ['vendor/one', 'Nights', 'refactor · 80% sure', 'deep', 'Code']) expect(await screen.findByText(fact)).toBeVisible();
  expect(asked).toEqual([{ model: 'auto', text: 'Refactor it' }]);
});
