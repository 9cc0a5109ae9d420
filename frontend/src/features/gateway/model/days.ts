import type { UsageOfDay, UsageSummary } from '@/api/generated';

const DAY_MS = 86_400_000;

/** One day of a chart. */
export interface Day {
  /** `2026-11-21`, UTC. */
  day: string;
  tokens: number;
  /** US dollars; only to be drawn. */
  cost: number;
}

/** The first instant of the day `days` - 1 days ago, UTC, so that today is the last of `days`. */
export function daysAgo(days: number, now = Date.now()): string {
  return new Date((Math.floor(now / DAY_MS) - days + 1) * DAY_MS).toISOString();
}

/** Every day from the first on until today, also those without a call. */
export function eachDay(rows: UsageSummary[], days: number, now = Date.now()): Day[] {
  const today = Math.floor(now / DAY_MS);
  return Array.from({ length: days }, (_, index) => {
    const day = new Date((today - days + 1 + index) * DAY_MS).toISOString().slice(0, 10);
    const row = rows.find(({ key }) => key === day);
    return { day, tokens: (row?.input_tokens ?? 0) + (row?.output_tokens ?? 0), cost: Number(row?.cost_usd ?? 0) };
  });
}

/** What all days come to. The cost is only to be shown. */
export function sumDays(days: UsageOfDay[]): { calls: number; tokens: number; cost: number } {
  const add = (value: (day: UsageOfDay) => number) => days.reduce((sum, day) => sum + value(day), 0);
  return { calls: add(({ calls }) => calls), tokens: add(({ tokens }) => tokens), cost: add(({ cost_usd }) => Number(cost_usd)) };
}
