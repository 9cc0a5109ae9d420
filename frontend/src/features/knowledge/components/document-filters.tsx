import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DocumentCounts } from '@/api/generated';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { formatNumber } from '@/lib/format';
import { STATES } from '../model/document-state';
import { useCollectionAddress } from '../model/use-collection-address';

/** How long after the last key the list is asked for, in milliseconds. */
const PAUSE_MS = 250;

/** Narrows the documents down to a name and a state. */
export function DocumentFilters({ counts }: { counts: DocumentCounts }) {
  const { t } = useTranslation('knowledge');
  const [{ q, state }, change] = useCollectionAddress();
  const [typed, setTyped] = useState(q ?? '');
  const [timer, setTimer] = useState<number>();
  const type = (text: string) => {
    setTyped(text);
    window.clearTimeout(timer);
    setTimer(window.setTimeout(() => change({ q: text.trim() }), PAUSE_MS));
  };
  const known: Partial<Record<string, number>> = { ready: counts.ready, failed: counts.failed };
  const label = (name: string) => {
    const count = known[name];
    return count === undefined ? t(`state_${name}`) : `${t(`state_${name}`)} (${formatNumber(count)})`;
  };
  return (
    <div className="flex flex-wrap gap-2">
      <div role="search" className="min-w-0 flex-1 basis-36">
        <Input
          type="search"
          value={typed}
          aria-label={t('search_documents')}
          placeholder={t('search_documents')}
          onChange={(event) => type(event.target.value)}
        />
      </div>
      <Select
        aria-label={t('state')}
        className="w-auto max-w-44"
        value={STATES.find((one) => one === state) ?? null}
        onValueChange={(next) => change({ state: next })}
        options={[{ value: null, label: t('all_states') }, ...STATES.map((value) => ({ value, label: label(value) }))]}
      />
    </div>
  );
}
