import { useTranslation } from 'react-i18next';
import type { User } from '@/api/generated';
import { Select } from '@/components/ui/select';
import { useJobKinds } from '../api/job-kinds';
import { STATES } from '../model/job-state';
import { kindName } from '../model/kind-name';
import { useJobsAddress } from '../model/use-jobs-address';

/** Narrows the list down to a state, a kind, an owner. */
export function JobFilters({ users }: { users: User[] }) {
  const { t } = useTranslation('jobs');
  const [{ state, kind, owner }, change] = useJobsAddress();
  const kinds = useJobKinds().data?.items.map((it) => it.kind) ?? [];
  const states = [
    { value: null, label: t('states_current') },
    { value: 'all', label: t('states_all') },
    ...STATES.map((value) => ({ value, label: t(`state_${value}`) })),
  ];
  return (
    <div className="flex flex-wrap gap-2">
      <Select aria-label={t('state')} className="w-auto min-w-40" value={state ?? null} onValueChange={(state) => change({ state })} options={states} />
      <Select
        aria-label={t('kind')}
        className="w-auto max-w-64 min-w-36"
        value={kind ?? null}
        onValueChange={(kind) => change({ kind })}
        options={[{ value: null, label: t('all_kinds') }, ...withKept(kinds, kind).map((value) => ({ value, label: kindName(value, t) }))]}
      />
      <Select
        aria-label={t('owner')}
        className="w-auto max-w-64 min-w-36"
        value={owner ?? null}
        onValueChange={(owner) => change({ owner })}
        options={[{ value: null, label: t('all_owners') }, ...users.map(({ id, name }) => ({ value: id, label: name }))]}
      />
    </div>
  );
}

/** The address may ask for a kind before the kinds are read. */
function withKept(kinds: string[], kept: string | undefined): string[] {
  return kept === undefined || kinds.includes(kept) ? kinds : [kept, ...kinds];
}
