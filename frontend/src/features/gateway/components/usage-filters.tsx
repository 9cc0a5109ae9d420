import { useTranslation } from 'react-i18next';
import { Select } from '@/components/ui/select';
import { useUsageSummary, type UsageFilter, type UsageGroup } from '../api/usage';
import { PeriodSelect, type Period } from './period-select';

/** What of everyone's usage is shown; `null` is all. */
export interface Chosen {
  period: Period;
  user: string | null;
  key: string | null;
  workspace: string | null;
  model: string | null;
}

type Props = {
  chosen: Chosen;
  /** What it can be narrowed down by. */
  groups: readonly Exclude<UsageGroup, 'day'>[];
  from: string;
  onChange: (chosen: Chosen) => void;
};

/** Narrows usage down to a user, a key, a workspace, a model, and so many days. */
export function UsageFilters({ chosen, groups, from, onChange }: Props) {
  return (
    <div className="flex flex-wrap gap-2">
      <PeriodSelect value={chosen.period} onChange={(period) => onChange({ ...chosen, period })} />
      {groups.map((group) => (
        <GroupSelect key={group} group={group} filter={{ all: true, from }} value={chosen[group]} onChange={(value) => onChange({ ...chosen, [group]: value })} />
      ))}
    </div>
  );
}

type GroupProps = { group: Exclude<UsageGroup, 'day'>; filter: UsageFilter; value: string | null; onChange: (value: string | null) => void };

/** Those that were used in the time. */
function GroupSelect({ group, filter, value, onChange }: GroupProps) {
  const { t } = useTranslation('gateway');
  const rows = useUsageSummary(group, filter).data?.items ?? [];
  const used = rows.filter(({ key }) => key !== '').map(({ key, name }) => ({ value: key, label: name ?? (group === 'model' ? key : t('gone')) }));
  const kept = value === null || used.some((option) => option.value === value) ? [] : [{ value, label: value }];
  return (
    <Select
      aria-label={t(`group_${group}`)}
      className="w-auto max-w-56 min-w-36"
      value={value}
      onValueChange={onChange}
      options={[{ value: null, label: t(group === 'model' ? 'all_models_filter' : `all_${group}s`) }, ...kept, ...used]}
    />
  );
}
