import { formatCount, formatUsd } from '@/lib/format';
import type { Spending } from '@/api/generated';

/** Share of a budget from which on little is left. */
const LITTLE = 0.8;

/** Whether anything of it has a budget. */
export function isLimited({ budget_usd, budget_tokens }: Spending): boolean {
  return budget_usd !== null || budget_tokens !== null;
}

/** What was spent of money or tokens, and what may be. */
export interface Measure {
  what: 'cost' | 'tokens';
  used: string;
  /** `null` where nothing limits it. */
  budget: { left: string; most: string; share: number; state: 'enough' | 'little' | 'none' } | null;
}

/** Money and tokens of a period, those with a budget first. */
export function measures({ used_usd, used_tokens, budget_usd, budget_tokens }: Spending): Measure[] {
  const usd = (amount: number) => formatUsd(String(amount));
  const all = [
    measure('cost', Number(used_usd), budget_usd === null ? null : Number(budget_usd), usd),
    measure('tokens', used_tokens, budget_tokens, formatCount),
  ];
  return [...all.filter(({ budget }) => budget !== null), ...all.filter(({ budget }) => budget === null)];
}

function measure(what: Measure['what'], used: number, most: number | null, say: (amount: number) => string): Measure {
  if (most === null) return { what, used: say(used), budget: null };
  const share = most === 0 ? 1 : Math.min(used / most, 1);
  const state = share >= 1 ? 'none' : share > LITTLE ? 'little' : 'enough';
  return { what, used: say(used), budget: { left: say(Math.max(most - used, 0)), most: say(most), share, state } };
}
