import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { getCollectionQueryKey, getDocumentQueryKey, listCollectionsQueryKey, listRunsQueryKey, listSourcesQueryKey } from '@/api/generated/@tanstack/react-query.gen';
import { queryClient } from '@/lib/query-client';
import { server, startServer } from '@/test/server';
import { followHint } from './follow-hint';

startServer();

const thread = listRunsQueryKey({ path: { id: 'a' } });
const changed = JSON.stringify({ type: 'conversation_changed', conversation_id: 'a' });

const isStale = () => queryClient.getQueryState(thread)?.isInvalidated;

beforeEach(() => {
  queryClient.clear();
  queryClient.setQueryData(thread, { items: [{ run: { id: 'run-1' } }], has_before: false, has_after: false });
});

function headIs(head_run_id: string) {
  const asked = vi.fn(() => HttpResponse.json({ id: 'a', head_run_id }));
  server.use(http.get('*/api/v1/conversations/a', asked));
  return asked;
}

describe('followHint', () => {
  it('reads the thread again when another page has switched the branch', async () => {
    headIs('run-2');
    followHint(changed);
    await vi.waitFor(() => expect(isStale()).toBe(true));
  });

  it('leaves the thread alone when something else has changed', async () => {
    const asked = headIs('run-1');
    followHint(changed);
    await vi.waitFor(() => expect(asked).toHaveBeenCalledOnce());
    await vi.waitFor(() => expect(queryClient.isFetching()).toBe(0));
    expect(isStale()).toBe(false);
  });

  it('gathers the news of many documents into one read', async () => {
    vi.useFakeTimers();
    const at = { path: { id: 'k' } };
    const keys = [getCollectionQueryKey(at), listCollectionsQueryKey(), listSourcesQueryKey(at), getDocumentQueryKey({ path: { id: 'd' } })];
    keys.forEach((key) => queryClient.setQueryData<unknown>(key, {}));
    const stale = () => keys.map((key) => queryClient.getQueryState(key)?.isInvalidated);
    const reads = vi.spyOn(queryClient, 'invalidateQueries');
    const news = JSON.stringify({ type: 'document_changed', document_id: 'd', collection_id: 'k' });
    for (let index = 0; index < 100; index++) followHint(news);
    expect(stale()).toEqual([false, false, false, false]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(stale()).toEqual([true, true, true, true]);
    expect(reads).toHaveBeenCalledTimes(4);
    vi.useRealTimers();
  });

  it('skips a hint of a newer server', () => {
    followHint(JSON.stringify({ type: 'weather_changed' }));
    expect(isStale()).toBe(false);
  });
});
