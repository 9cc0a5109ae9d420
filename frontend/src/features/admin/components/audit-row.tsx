import { useTranslation } from 'react-i18next';
import type { AuditEntry } from '@/api/generated';
import { formatAgo, formatMoment } from '@/lib/format';

/** One entry: what, who, from where, when, and the facts on demand. */
export function AuditRow({ entry, actor }: { entry: AuditEntry; actor: string }) {
  const { t } = useTranslation('admin');
  const facts = factsOf(entry);
  return (
    <li className="flex flex-col gap-1 px-4 py-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <p className="text-sm font-medium">{t(`action_${entry.action.replace('.', '_')}`, { defaultValue: entry.action })}</p>
        <time dateTime={entry.at} title={formatMoment(entry.at)} className="text-muted-foreground text-xs">
          {formatAgo(entry.at)}
        </time>
      </div>
      <p className="text-muted-foreground text-xs break-words">{[actor, entry.address].filter(Boolean).join(' · ')}</p>
      {facts !== undefined && (
        <details className="text-xs">
          <summary className="text-muted-foreground hover:text-foreground w-fit cursor-pointer py-1">{t('details')}</summary>
          <pre className="bg-muted mt-1 overflow-x-auto rounded-md p-2 font-mono">{facts}</pre>
        </details>
      )}
    </li>
  );
}

function factsOf({ resource, detail }: AuditEntry): string | undefined {
  const facts: Record<string, unknown> = typeof detail === 'object' && detail !== null ? { ...detail } : {};
  if (resource !== '') facts.resource = resource;
  return Object.keys(facts).length === 0 ? undefined : JSON.stringify(facts, null, 2);
}
