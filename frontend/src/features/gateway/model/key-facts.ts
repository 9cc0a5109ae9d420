import { formatAgo, formatMoment } from '@/lib/format';
import { limitFacts } from '@/lib/limit-facts';
import type { ApiKey } from '@/api/generated';

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
export function keyFacts({ limits, allowed_models, scopes }: ApiKey, t: Say): string[] {
  const facts = [scopes.includes('api') ? t('scope_api') : '', allowed_models.join(', '), ...limitFacts(limits, t)];
  return facts.filter((fact) => fact !== '');
}
