import { Faces } from '@/components/faces';
import { useUsageSummary, type UsageFilter } from '../api/usage';
import { eachDay } from '../model/days';
import { DayChart } from './day-chart';

/** The chart of the days that a filter's `from` leads to. */
export function UsageByDay({ days, filter }: { days: number; filter: UsageFilter }) {
  const summary = useUsageSummary('day', filter);
  return <Faces query={summary}>{({ items }) => <DayChart days={eachDay(items, days)} />}</Faces>;
}
