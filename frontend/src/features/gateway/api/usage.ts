import { useQuery } from '@tanstack/react-query';
import { authorizedFetch } from '@/api/authorized-fetch';
import { toApiError } from '@/api/api-error';
import { getJson } from './http';
import type { Remaining, UsageRow } from './types';

export type Group = 'day' | 'user' | 'key' | 'model';

/** Which calls are counted. */
export interface UsageFilter {
  /** Everyone's, for admins; one's own otherwise. */
  all?: true;
  user_id?: string;
  key_id?: string;
  model?: string;
  from?: string;
  to?: string;
}

/** Sums of calls: days in their order, anything else by cost, the dearest first. */
export function useUsageSummary(group: Group, filter: UsageFilter) {
  return useQuery({
    queryKey: ['usage', 'summary', group, filter],
    queryFn: () => getJson<{ items: UsageRow[] }>('/usage/summary', { group, ...filter }),
    placeholderData: (before) => before,
  });
}

/** What is left to the user of limits and budgets. */
export function useRemaining() {
  return useQuery({ queryKey: ['usage', 'remaining'], queryFn: () => getJson<Remaining>('/usage/remaining') });
}

/** All calls as a table for other programs. */
export async function exportUsage(filter: UsageFilter): Promise<Blob> {
  const query = new URLSearchParams(Object.entries(filter).map(([name, value]) => [name, String(value)]));
  const answer = await authorizedFetch(`/api/v1/usage/export.csv?${query.toString()}`);
  if (!answer.ok) throw toApiError(await answer.json(), answer.status);
  return answer.blob();
}
