import { useTranslation } from 'react-i18next';
import { Faces } from '@/components/faces';
import { formatCount, formatUsd } from '@/lib/format';
import { useUsageSummary, type UsageFilter, type UsageGroup } from '../api/usage';
import type { UsageSummary } from '@/api/generated';
import { formatDay } from '../model/format';

type Props = { group: UsageGroup; filter: UsageFilter };

/** Sums of calls as a table, the dearest first. */
export function UsageTable({ group, filter }: Props) {
  const { t } = useTranslation('gateway');
  const summary = useUsageSummary(group, filter);
  return (
    <Faces
      query={summary}
      isEmpty={({ items }) => items.length === 0}
      empty={<p className="text-muted-foreground rounded-xl border border-dashed p-6 text-center text-sm">{t('no_calls')}</p>}
    >
      {({ items }) => (
        // A region that scrolls must be reached by keyboard.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <div tabIndex={0} role="region" aria-label={t(`by_${group}`)} className="bg-card overflow-x-auto rounded-xl border">
          <table className="w-full text-sm">
            <thead className="text-muted-foreground text-xs">
              <tr className="border-b">
                <th scope="col" className="px-4 py-2 text-left font-medium">
                  {t(`group_${group}`)}
                </th>
                {/* On a phone the last ones are reached by scrolling. */}
                {['cost', 'calls_head', 'failed_head', 'input', 'output'].map((head) => (
                  <th key={head} scope="col" className="px-3 py-2 text-right font-medium whitespace-nowrap last:pr-4">
                    {t(head)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody className="divide-y">
              {items.map((row) => (
                <Row key={row.key} row={row} name={nameOf(row, group, t)} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Faces>
  );
}

function Row({ row, name }: { row: UsageSummary; name: string }) {
  const counts = [row.calls, row.failed, row.input_tokens, row.output_tokens];
  const numbers = [formatUsd(row.cost_usd), ...counts.map(formatCount)];
  return (
    <tr>
      <th scope="row" className="max-w-52 truncate px-4 py-2 text-left font-normal" title={name}>
        {name}
      </th>
      {numbers.map((number, index) => (
        // Columns do not change their places.
        <td key={index} className="px-3 py-2 text-right tabular-nums last:pr-4">
          {number}
        </td>
      ))}
    </tr>
  );
}

function nameOf({ key, name }: UsageSummary, group: UsageGroup, t: (key: string) => string): string {
  if (group === 'day') return formatDay(key);
  if (key === '') return t(group === 'user' ? 'gone' : `no_${group}`);
  if (group === 'model') return key;
  return name ?? t('gone');
}
