import { useTranslation } from 'react-i18next';
import { formatCount, formatUsd } from '@/lib/format';
import type { UsageOfDay } from '@/api/generated';
import { sumDays } from '../model/days';
import { Sparkline } from './sparkline';

/** How a key was used of late: its tokens by day, and what they came to. */
export function KeyUsage({ days }: { days: UsageOfDay[] }) {
  const { t } = useTranslation('gateway');
  const { calls, tokens, cost } = sumDays(days);
  if (calls === 0) return null;
  const sum = [t('tokens_count', { tokens: formatCount(tokens) }), formatUsd(String(cost))].join(' · ');
  const label = `${t('tokens_by_day', { count: days.length })}: ${sum}, ${t('calls', { count: calls })}`;
  return (
    <div className="order-last flex basis-full items-end gap-3 sm:order-none sm:basis-auto sm:flex-col sm:gap-1">
      <Sparkline values={days.map((day) => day.tokens)} label={label} />
      <p aria-hidden className="text-muted-foreground text-xs tabular-nums">
        {sum}
      </p>
    </div>
  );
}
