import { useTranslation } from 'react-i18next';
import { formatMoment } from '@/lib/format';
import type { Limits, RemainingUsage as RemainingData, Spending } from '@/api/generated';
import { formatCount, formatUsd } from '../model/format';

/** What is left of limits and budgets: over all, then of each key that has budgets of its own. */
export function Remaining({ remaining }: { remaining: RemainingData }) {
  const { t } = useTranslation('gateway');
  const keys = remaining.keys.filter(({ spending }) => spending.some(isLimited));
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      {remaining.spending.map((spending) => (
        <Spent key={spending.period} title={t(`this_${spending.period}`)} spending={spending} />
      ))}
      {keys.flatMap(({ id, name, spending }) =>
        spending.filter(isLimited).map((one) => (
          <Spent key={`${id} ${one.period}`} title={`${name}: ${t(`this_${one.period}`)}`} spending={one} />
        )),
      )}
      <Rates limits={remaining.limits} />
    </div>
  );
}

function isLimited({ budget_usd, budget_tokens }: Spending): boolean {
  return budget_usd !== null || budget_tokens !== null;
}

function Spent({ title, spending }: { title: string; spending: Spending }) {
  const { t } = useTranslation('gateway');
  const { used_tokens, used_usd, budget_tokens, budget_usd, resets_at } = spending;
  return (
    <section aria-label={title} className="bg-card flex flex-col gap-3 rounded-xl border p-4">
      <h4 className="text-sm font-medium">{title}</h4>
      <Bar
        label={t('cost')}
        used={Number(used_usd)}
        most={budget_usd === null ? null : Number(budget_usd)}
        say={(usd) => formatUsd(String(usd))}
      />
      <Bar label={t('tokens')} used={used_tokens} most={budget_tokens} say={formatCount} />
      {isLimited(spending) && <p className="text-muted-foreground text-xs">{t('resets_at', { when: formatMoment(resets_at) })}</p>}
    </section>
  );
}

type BarProps = { label: string; used: number; most: number | null; say: (value: number) => string };

function Bar({ label, used, most, say }: BarProps) {
  const { t } = useTranslation('gateway');
  if (most === null) {
    return (
      <p className="flex justify-between gap-2 text-sm">
        <span>{label}</span>
        <span className="tabular-nums">{t('used_without_limit', { used: say(used) })}</span>
      </p>
    );
  }
  const left = Math.max(most - used, 0);
  const share = most === 0 ? 1 : Math.min(used / most, 1);
  const color = share >= 1 ? 'fill-destructive' : share > 0.8 ? 'fill-warning' : 'fill-primary';
  return (
    <div className="flex flex-col gap-1 text-sm">
      <p className="flex justify-between gap-2">
        <span>{label}</span>
        <span className="tabular-nums">{t('left_of', { left: say(left), most: say(most) })}</span>
      </p>
      <svg viewBox="0 0 100 4" preserveAspectRatio="none" className="h-2 w-full overflow-hidden rounded-full" aria-hidden>
        <rect width={100} height={4} className="fill-muted" />
        <rect width={share * 100} height={4} className={color} />
      </svg>
    </div>
  );
}

function Rates({ limits }: { limits: Limits }) {
  const { t } = useTranslation('gateway');
  const rates = (['requests_per_minute', 'tokens_per_minute', 'parallel'] as const).filter((rate) => limits[rate] != null);
  if (rates.length === 0) return null;
  return (
    <section aria-label={t('limits')} className="bg-card flex flex-col gap-2 rounded-xl border p-4">
      <h4 className="text-sm font-medium">{t('limits')}</h4>
      <dl className="flex flex-col gap-1 text-sm">
        {rates.map((rate) => (
          <div key={rate} className="flex justify-between gap-2">
            <dt>{t(rate)}</dt>
            <dd className="tabular-nums">{formatCount(limits[rate] ?? 0)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
