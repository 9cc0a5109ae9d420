import { useTranslation } from 'react-i18next';
import { formatCount } from '@/lib/format';
import type { Limits, RemainingUsage as RemainingData, Spending } from '@/api/generated';
import { isLimited } from '../model/spending';
import { SpendingCard } from './spending-card';

/** What is left of limits and budgets: over all, then of each key and workspace that has budgets of its own. */
export function Remaining({ remaining }: { remaining: RemainingData }) {
  const { t } = useTranslation('gateway');
  const { limits, spending } = remaining;
  return (
    <div className="flex flex-col gap-5">
      {!spending.some(isLimited) && <p className="text-muted-foreground text-sm">{t('no_budget')}</p>}
      <div className="grid gap-3 sm:grid-cols-2">
        {spending.map((one) => (
          <SpendingCard key={one.period} title={t(`this_${one.period}`)} spending={[one]} />
        ))}
      </div>
      <Rates limits={limits} />
      <Group title={t('of_keys')} hint={t('of_keys_hint')} of={remaining.keys} />
      <Group title={t('of_workspaces')} hint={t('of_workspaces_hint')} of={remaining.workspaces} />
    </div>
  );
}

type GroupProps = { title: string; hint: string; of: { id: string; name: string; spending: Spending[] }[] };

/** What is left of several things that have budgets of their own; nothing where none has. */
function Group({ title, hint, of }: GroupProps) {
  const limited = of.filter(({ spending }) => spending.some(isLimited));
  if (limited.length === 0) return null;
  return (
    <section className="flex flex-col gap-2">
      <h4 className="text-sm font-semibold">{title}</h4>
      <p className="text-muted-foreground text-xs">{hint}</p>
      <div className="grid gap-3 sm:grid-cols-2">
        {limited.map(({ id, name, spending }) => (
          <SpendingCard key={id} title={name} spending={spending.filter(isLimited)} />
        ))}
      </div>
    </section>
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
