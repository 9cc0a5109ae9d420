import { useTranslation } from 'react-i18next';
import type { Limits, RemainingUsage as RemainingData } from '@/api/generated';
import { formatCount } from '../model/format';
import { isLimited } from '../model/spending';
import { SpendingCard } from './spending-card';

/** What is left of limits and budgets: over all, then of each key that has budgets of its own. */
export function Remaining({ remaining }: { remaining: RemainingData }) {
  const { t } = useTranslation('gateway');
  const { limits, spending } = remaining;
  const keys = remaining.keys.filter((key) => key.spending.some(isLimited));
  return (
    <div className="flex flex-col gap-5">
      {!spending.some(isLimited) && <p className="text-muted-foreground text-sm">{t('no_budget')}</p>}
      <div className="grid gap-3 sm:grid-cols-2">
        {spending.map((one) => (
          <SpendingCard key={one.period} title={t(`this_${one.period}`)} spending={[one]} />
        ))}
      </div>
      <Rates limits={limits} />
      {keys.length > 0 && (
        <section className="flex flex-col gap-2">
          <h4 className="text-sm font-semibold">{t('of_keys')}</h4>
          <p className="text-muted-foreground text-xs">{t('of_keys_hint')}</p>
          <div className="grid gap-3 sm:grid-cols-2">
            {keys.map(({ id, name, spending: ofKey }) => (
              <SpendingCard key={id} title={name} spending={ofKey.filter(isLimited)} />
            ))}
          </div>
        </section>
      )}
    </div>
  );
}

/** How fast one may call, where that is limited. */
function Rates({ limits }: { limits: Limits }) {
  const { t } = useTranslation('gateway');
  const rates = (['requests_per_minute', 'tokens_per_minute', 'parallel'] as const).filter((rate) => limits[rate] != null);
  if (rates.length === 0) return null;
  return (
    <dl aria-label={t('limits')} className="bg-card grid gap-x-6 gap-y-2 rounded-xl border p-4 text-sm sm:grid-cols-3">
      {rates.map((rate) => (
        <div key={rate} className="flex justify-between gap-2 sm:flex-col sm:gap-0.5">
          <dt className="text-muted-foreground sm:text-xs">{t(rate)}</dt>
          <dd className="tabular-nums">{t('at_most', { count: formatCount(limits[rate] ?? 0) })}</dd>
        </div>
      ))}
    </dl>
  );
}
