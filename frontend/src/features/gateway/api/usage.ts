import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { exportUsage, type ExportUsageData, type ListUsageOfKeysData, type SummarizeUsageData } from '@/api/generated';
import { getRemainingUsageOptions, listUsageOfKeysOptions, summarizeUsageOptions } from '@/api/generated/@tanstack/react-query.gen';

/** Which calls are counted: one's own unless asked otherwise. */
export type UsageFilter = NonNullable<ExportUsageData['query']>;

/** What calls are gathered by. */
export type UsageGroup = SummarizeUsageData['query']['group'];

/** Sums of calls: days in their order, anything else by cost, the dearest first. */
export function useUsageSummary(group: UsageGroup, filter: UsageFilter) {
  return useQuery({ ...summarizeUsageOptions({ query: { group, ...filter } }), placeholderData: keepPreviousData });
}

/** How the keys of a page of keys were used in the last 30 days. */
export function useKeyDays(query: NonNullable<ListUsageOfKeysData['query']>) {
  return useQuery(listUsageOfKeysOptions({ query }));
}

/** What is left to the user of limits and budgets. */
export function useRemaining() {
  return useQuery(getRemainingUsageOptions());
}

/** All calls as a table for other programs. */
export async function readExport(query: UsageFilter): Promise<Blob> {
  const table = await exportUsage({ query, parseAs: 'text' });
  return new Blob([table], { type: 'text/csv' });
}
