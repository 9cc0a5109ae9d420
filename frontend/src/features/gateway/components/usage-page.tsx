import { Download } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '@/components/page';
import { Button } from '@/components/ui/button';
import { Spinner } from '@/components/ui/spinner';
import { toastError } from '@/lib/toast';
import { readExport, type UsageFilter } from '../api/usage';
import { useSharedWorkspaces } from '../api/workspaces';
import { daysAgo } from '../model/days';
import { saveFile } from '../model/save-file';
import { Section } from './section';
import { UsageByDay } from './usage-by-day';
import { UsageFilters, type Chosen } from './usage-filters';
import { UsageTable } from './usage-table';

const GROUPS = ['user', 'key', 'workspace', 'model'] as const;

/** What everyone has spent. */
export function UsagePage() {
  const { t } = useTranslation('gateway');
  const [chosen, setChosen] = useState<Chosen>({ period: '30', user: null, key: null, workspace: null, model: null });
  const shared = (useSharedWorkspaces().data ?? []).length > 0;
  // Where nobody shares a workspace, everyone's own says what his name says.
  const groups = GROUPS.filter((group) => group !== 'workspace' || shared);
  const days = Number(chosen.period);
  const from = daysAgo(days);
  const filter: UsageFilter = {
    ...(chosen.user === null ? { all: true } : { user_id: chosen.user }),
    ...(chosen.key !== null && { key_id: chosen.key }),
    ...(chosen.workspace !== null && { workspace_id: chosen.workspace }),
    ...(chosen.model !== null && { model: chosen.model }),
    from,
  };
  return (
    <Page title={t('usage')} description={t('usage_description')} actions={<ExportButton filter={filter} />}>
      <UsageFilters chosen={chosen} groups={groups} from={from} onChange={setChosen} />
      <div className="flex flex-col gap-8">
        <Section title={t('by_day')}>
          <UsageByDay days={days} filter={filter} />
        </Section>
        {groups.map((group) => (
          <Section key={group} title={t(`by_${group}`)}>
            <UsageTable group={group} filter={filter} />
          </Section>
        ))}
      </div>
    </Page>
  );
}

function ExportButton({ filter }: { filter: UsageFilter }) {
  const { t } = useTranslation('gateway');
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      saveFile(await readExport(filter), 'usage.csv');
    } catch (thrown) {
      toastError(t('not_exported'), thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button variant="outline" disabled={busy} onClick={() => void save()}>
      {busy ? <Spinner /> : <Download aria-hidden />}
      {t('export_csv')}
    </Button>
  );
}
