import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Faces } from '@/components/faces';
import { Page } from '@/components/page';
import { useRemaining, type UsageFilter } from '../api/usage';
import { daysAgo } from '../model/days';
import { PeriodSelect, type Period } from './period-select';
import { Remaining } from './remaining';
import { Section } from './section';
import { UsageByDay } from './usage-by-day';
import { UsageTable } from './usage-table';

/** What the user has spent, and what is left. */
export function OwnUsagePage() {
  const { t } = useTranslation('gateway');
  const remaining = useRemaining();
  const [period, setPeriod] = useState<Period>('30');
  const days = Number(period);
  const filter: UsageFilter = { from: daysAgo(days) };
  return (
    <Page title={t('usage')} description={t('own_usage_description')}>
      <div className="flex flex-col gap-8">
        <Section title={t('what_is_left')}>
          <Faces query={remaining}>{(data) => <Remaining remaining={data} />}</Faces>
        </Section>
        <Section title={t('by_day')} action={<PeriodSelect value={period} onChange={setPeriod} />}>
          <UsageByDay days={days} filter={filter} />
        </Section>
        <Section title={t('by_model')}>
          <UsageTable group="model" filter={filter} />
        </Section>
        <Section title={t('by_key')}>
          <UsageTable group="key" filter={filter} />
        </Section>
      </div>
    </Page>
  );
}
