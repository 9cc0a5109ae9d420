import { useTranslation } from 'react-i18next';
import { Page } from '@/components/page';
import { Tabs, TabsList, TabsPanel, TabsTab } from '@/components/ui/tabs';
import { useJobsAddress } from '../model/use-jobs-address';
import { JobList } from './job-list';
import { JobSheet } from './job-sheet';
import { KindList } from './kind-list';
import { ScheduleList } from './schedule-list';

const VIEWS = ['jobs', 'kinds', 'schedules'] as const;

/** Machine work: what is in the queue, which kinds there are, and what makes jobs by itself. */
export function JobsPage() {
  const { t } = useTranslation('jobs');
  const [address, change] = useJobsAddress();
  const view = VIEWS.find((known) => known === address.view) ?? 'jobs';
  return (
    <Page title={t('jobs')} description={t('jobs_description')}>
      <Tabs value={view} onValueChange={(next) => change({ view: next === 'jobs' ? null : String(next) })} className="flex flex-col gap-4">
        <TabsList aria-label={t('jobs')} className="self-start">
          {VIEWS.map((name) => (
            <TabsTab key={name} value={name}>
              {t(`view_${name}`)}
            </TabsTab>
          ))}
        </TabsList>
        <TabsPanel value="jobs">
          <JobList />
        </TabsPanel>
        <TabsPanel value="kinds">
          <KindList />
        </TabsPanel>
        <TabsPanel value="schedules">
          <ScheduleList />
        </TabsPanel>
      </Tabs>
      <JobSheet id={address.job} onClose={() => change({ job: null })} />
    </Page>
  );
}
