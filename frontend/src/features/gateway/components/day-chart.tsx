import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Tabs, TabsList, TabsTab } from '@/components/ui/tabs';
import { formatCount, formatUsd } from '@/lib/format';
import { formatDay } from '../model/format';
import type { Day } from '../model/days';

const WIDTH = 600;
const HEIGHT = 140;
const GAP = 0.25;

/** Tokens or cost of each day as bars. */
export function DayChart({ days }: { days: Day[] }) {
  const { t } = useTranslation('gateway');
  const [what, setWhat] = useState<'tokens' | 'cost'>('tokens');
  const say = (value: number) => (what === 'cost' ? formatUsd(String(value)) : formatCount(value));
  const most = Math.max(...days.map((day) => day[what]));
  const sum = days.reduce((all, day) => all + day[what], 0);
  const step = WIDTH / days.length;
  return (
    <figure className="bg-card flex flex-col gap-3 rounded-xl border p-4">
      <figcaption className="flex flex-wrap items-center justify-between gap-2">
        <span className="flex flex-col">
          <span className="text-2xl font-semibold tabular-nums">{say(sum)}</span>
          <span className="text-muted-foreground text-xs">{t('in_days', { count: days.length })}</span>
        </span>
        <Tabs value={what} onValueChange={(next) => setWhat(next === 'cost' ? 'cost' : 'tokens')}>
          <TabsList aria-label={t('by_day')}>
            <TabsTab value="tokens">{t('tokens')}</TabsTab>
            <TabsTab value="cost">{t('cost')}</TabsTab>
          </TabsList>
        </Tabs>
      </figcaption>
      <svg viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`} role="img" aria-label={summary(days, what, say)} className="h-36 w-full" preserveAspectRatio="none">
        {days.map((day, index) => {
          const height = most === 0 ? 0 : Math.max((day[what] / most) * HEIGHT, day[what] > 0 ? 2 : 0);
          return (
            <g key={day.day} className="group">
              <title>{`${formatDay(day.day)}: ${say(day[what])}`}</title>
              <rect x={index * step} y={0} width={step} height={HEIGHT} className="group-hover:fill-muted fill-transparent" />
              <rect x={(index + GAP / 2) * step} y={HEIGHT - height} width={step * (1 - GAP)} height={height} className="fill-primary" />
            </g>
          );
        })}
        <line x1={0} x2={WIDTH} y1={HEIGHT} y2={HEIGHT} className="stroke-border" strokeWidth={2} />
      </svg>
      <div aria-hidden className="text-muted-foreground flex justify-between text-xs">
        <span>{formatDay(days[0]?.day ?? '')}</span>
        <span>{formatDay(days.at(-1)?.day ?? '')}</span>
      </div>
    </figure>
  );
}

/** The days with a value, for those who do not see the bars. */
function summary(days: Day[], what: 'tokens' | 'cost', say: (value: number) => string): string {
  return days.filter((day) => day[what] > 0).map((day) => `${formatDay(day.day)}: ${say(day[what])}`).join(', ') || '0';
}
