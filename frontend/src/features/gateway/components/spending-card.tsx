import { useTranslation } from 'react-i18next';
import { Badge } from '@/components/ui/badge';
import { formatMoment } from '@/lib/format';
import type { Spending } from '@/api/generated';
import { isLimited, measures, type Measure } from '../model/spending';

const COLORS = { enough: 'fill-primary', little: 'fill-warning', none: 'fill-destructive' } as const;

type Props = {
  title: string;
  /** One period, or several of the same thing. */
  spending: Spending[];
};

/** What is left of a budget, in one period or in several. */
export function SpendingCard({ title, spending }: Props) {
  const { t } = useTranslation('gateway');
  const alone = spending.length === 1 && title === t(`this_${spending[0]?.period ?? 'day'}`);
  return (
    <article className="bg-card flex flex-col gap-4 rounded-xl border p-4">
      <h4 className="truncate text-sm font-medium">{title}</h4>
      {spending.map((one) => {
        const period = t(`this_${one.period}`);
        return (
          <section key={one.period} aria-label={alone ? title : `${title}: ${period}`} className="flex flex-col gap-3">
            {!alone && <h5 className="text-muted-foreground -mb-1 text-xs font-medium">{period}</h5>}
            {measures(one).map((measure) => (
              <MeasureLine key={measure.what} measure={measure} />
            ))}
            {isLimited(one) && <p className="text-muted-foreground text-xs">{t('resets_at', { when: formatMoment(one.resets_at) })}</p>}
          </section>
        );
      })}
    </article>
  );
}

function MeasureLine({ measure: { what, used, budget } }: { measure: Measure }) {
  const { t } = useTranslation('gateway');
  if (budget === null) {
    return (
      <p className="flex justify-between gap-2 text-sm">
        <span className="text-muted-foreground">{t(what)}</span>
        <span className="tabular-nums">{t('used_without_limit', { used })}</span>
      </p>
    );
  }
  const { left, most, share, state } = budget;
  return (
    <div className="flex flex-col gap-1.5">
      <p className="flex flex-wrap items-center justify-between gap-2">
        <span className="text-base font-semibold tabular-nums">{t('left_of', { left, most })}</span>
        {state !== 'enough' && <Badge variant={state === 'none' ? 'destructive' : 'warning'}>{t(`left_${state}`)}</Badge>}
      </p>
      <svg viewBox="0 0 100 4" preserveAspectRatio="none" className="h-2 w-full overflow-hidden rounded-full" aria-hidden>
        <rect width={100} height={4} className="fill-border" />
        <rect width={share * 100} height={4} className={COLORS[state]} />
      </svg>
      <p className="text-muted-foreground flex justify-between gap-2 text-xs">
        <span>{t(what)}</span>
        <span className="tabular-nums">{t('used', { used })}</span>
      </p>
    </div>
  );
}
