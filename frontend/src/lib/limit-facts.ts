import type { Budget, Limits } from '@/api/generated';
import { formatCount, formatUsd } from './format';

type Say = (key: string, values?: Record<string, unknown>) => string;

/** Limits and budgets, one short phrase each, in the words of `gateway`; none where nothing limits. */
export function limitFacts({ requests_per_minute, tokens_per_minute, parallel, budgets = [] }: Limits, t: Say): string[] {
  return [
    requests_per_minute == null ? '' : t('gateway:fact_requests', { count: requests_per_minute }),
    tokens_per_minute == null ? '' : t('gateway:fact_tokens', { tokens: formatCount(tokens_per_minute) }),
    parallel == null ? '' : t('gateway:fact_parallel', { count: parallel }),
    ...budgets.map((budget) => budgetFact(budget, t)),
  ].filter((fact) => fact !== '');
}

function budgetFact({ period, money_usd, tokens }: Budget, t: Say): string {
  const money = money_usd == null ? [] : [formatUsd(money_usd)];
  const counted = tokens == null ? [] : [t('gateway:tokens_count', { tokens: formatCount(tokens) })];
  return t(`gateway:fact_per_${period}`, { amount: [...money, ...counted].join(' / ') });
}
