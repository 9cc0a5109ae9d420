import i18n from '@/lib/i18n';

/** A number of calls or tokens, short: `12.3K`. */
export function formatCount(count: number): string {
  return new Intl.NumberFormat(i18n.language, { notation: 'compact', maximumFractionDigits: 1 }).format(count);
}

/** US dollars given as decimal text: cents, and below a cent its first two digits. */
export function formatUsd(text: string): string {
  const amount = Number(text);
  const small = amount !== 0 && amount < 0.01;
  return new Intl.NumberFormat(i18n.language, {
    style: 'currency',
    currency: 'USD',
    ...(small ? { maximumSignificantDigits: 2 } : { minimumFractionDigits: 2, maximumFractionDigits: 2 }),
  }).format(amount);
}

/** A day such as `2026-11-21` as the reader's language writes it. */
export function formatDay(day: string): string {
  return new Intl.DateTimeFormat(i18n.language, { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));
}

/** Milliseconds, from a second on as seconds. */
export function formatMs(ms: number): string {
  if (ms < 1000) return `${String(Math.round(ms))} ms`;
  return `${new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 }).format(ms / 1000)} s`;
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

/** A span of seconds in the largest unit that measures it without a rest: `90 min`, `1 hr`. */
export function formatDuration(seconds: number): string {
  const [unit, length] = UNITS.find(([, one]) => seconds >= one && seconds % one === 0) ?? ['second', 1];
  return new Intl.NumberFormat(i18n.language, { style: 'unit', unit, unitDisplay: 'short' }).format(seconds / length);
}
