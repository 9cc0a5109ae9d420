import type { ConversationSummary } from '@/api/generated';

/** A stretch of the list: a key of the texts, or a month. */
export interface DayGroup {
  name: 'pinned' | 'today' | 'yesterday' | 'last_week' | 'last_month' | { month: string };
  items: ConversationSummary[];
}

const DAY_MS = 86_400_000;

/** Divides the list, whose order is the server's, into pinned ones and stretches of time. */
export function groupByDay(items: ConversationSummary[], now: Date): DayGroup[] {
  const groups: DayGroup[] = [];
  for (const item of items) {
    const name = item.pinned ? 'pinned' : stretchOf(new Date(item.active_at), now);
    const last = groups.at(-1);
    if (last !== undefined && keyOf(last.name) === keyOf(name)) last.items.push(item);
    else groups.push({ name, items: [item] });
  }
  return groups;
}

/** Names a stretch among its siblings. */
export function keyOf(name: DayGroup['name']): string {
  return typeof name === 'string' ? name : name.month;
}

function stretchOf(at: Date, now: Date): DayGroup['name'] {
  const days = Math.round((midnight(now) - midnight(at)) / DAY_MS);
  if (days <= 0) return 'today';
  if (days === 1) return 'yesterday';
  if (days <= 7) return 'last_week';
  if (days <= 30) return 'last_month';
  return { month: `${String(at.getFullYear())}-${String(at.getMonth() + 1).padStart(2, '0')}` };
}

function midnight(at: Date): number {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();
}
