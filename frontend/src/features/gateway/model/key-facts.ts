import { formatAgo, formatMoment } from '@/lib/format';
import type { ApiKey, Budget } from '@/api/generated';
import { formatCount, formatUsd } from './format';

type Say = (key: string, values?: Record<string, unknown>) => string;

/** Whether a key works: `expiring` within a week. */
export function keyState(key: ApiKey, now = Date.now()): 'works' | 'expiring' | 'expired' | 'revoked' {
  if (key.revoked_at !== null) return 'revoked';
  if (key.expires_at === null) return 'works';
  const left = Date.parse(key.expires_at) - now;
  if (left <= 0) return 'expired';
  return left < 7 * 86_400_000 ? 'expiring' : 'works';
}

/** Until when the text that a rotation replaced still works; `null` where it does not. */
export function oldTextUntil({ previous_until }: ApiKey, now = Date.now()): string | null {
  return previous_until !== null && Date.parse(previous_until) > now ? previous_until : null;
}

/** When a key was used, ends and ended, in the reader's words. */
export function keyMoments(key: ApiKey, t: Say): string {
  const used = key.last_used_at === null ? t('never_used') : t('last_used', { when: formatAgo(key.last_used_at) });
  const ends = key.expires_at === null ? t('no_expiry') : t('expires_at', { when: formatMoment(key.expires_at) });
  const ended = key.revoked_at === null ? ends : t('revoked_at', { when: formatMoment(key.revoked_at) });
  return [used, ended].join(' · ');
}

/** What a key may do, one short phrase each; none where nothing limits it. */
export function keyLimits({ limits, allowed_models, scopes }: ApiKey, t: Say): string[] {
  const { requests_per_minute, tokens_per_minute, parallel, budgets = [] } = limits;
  return [
    scopes.includes('api') ? t('scope_api') : '',
    allowed_models.join(', '),
    requests_per_minute == null ? '' : t('fact_requests', { count: requests_per_minute }),
    tokens_per_minute == null ? '' : t('fact_tokens', { tokens: formatCount(tokens_per_minute) }),
    parallel == null ? '' : t('fact_parallel', { count: parallel }),
    ...budgets.map((budget) => budgetFact(budget, t)),
  ].filter((fact) => fact !== '');
}

function budgetFact({ period, money_usd, tokens }: Budget, t: Say): string {
  const money = money_usd == null ? [] : [formatUsd(money_usd)];
  const counted = tokens == null ? [] : [t('tokens_count', { tokens: formatCount(tokens) })];
  return t(`fact_per_${period}`, { amount: [...money, ...counted].join(' / ') });
}
