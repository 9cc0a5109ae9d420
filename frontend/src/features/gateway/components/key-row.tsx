import { useTranslation } from 'react-i18next';
import { Badge } from '@/components/ui/badge';
import { formatMoment } from '@/lib/format';
import type { ApiKey, UsageOfDay } from '@/api/generated';
import { useWorkspaceName } from '../api/workspaces';
import { keyFacts, keyMoments, keyState, oldTextUntil } from '../model/key-facts';
import { KeyMenu } from './key-menu';
import { KeyUsage } from './key-usage';

const BADGES = { works: undefined, expiring: 'warning', expired: 'destructive', revoked: 'default' } as const;

type Props = {
  apiKey: ApiKey;
  /** Whose it is, where that is not plain. */
  owner: string | undefined;
  /** How it was used of late; absent while that is being read. */
  days: UsageOfDay[] | undefined;
};

/** One key: what it is called, how it is used, what it may do. */
export function KeyRow({ apiKey, owner, days }: Props) {
  const { t } = useTranslation('gateway');
  const workspace = useWorkspaceName(apiKey.workspace_id);
  const state = keyState(apiKey);
  const badge = BADGES[state];
  const oldText = oldTextUntil(apiKey);
  return (
    <li className="flex flex-wrap items-start gap-3 px-4 py-3">
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <h3 className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm font-medium">
          <span className="truncate">{apiKey.name}</span>
          <code className="text-muted-foreground font-mono text-xs font-normal">pk_…{apiKey.hint}</code>
          {workspace !== undefined && <Badge variant="primary">{workspace}</Badge>}
          {badge !== undefined && <Badge variant={badge}>{t(`state_${state}`)}</Badge>}
        </h3>
        <p className="text-muted-foreground text-xs">{[owner, keyMoments(apiKey, t)].filter(Boolean).join(' · ')}</p>
        {oldText !== null && <p className="text-warning text-xs">{t('previous_until', { when: formatMoment(oldText) })}</p>}
        <ul className="flex flex-wrap gap-1 empty:hidden">
          {keyFacts(apiKey, t).map((fact) => (
            <li key={fact} className="max-w-full">
              <Badge variant="outline" className="max-w-full">
                <span className="truncate">{fact}</span>
              </Badge>
            </li>
          ))}
        </ul>
      </div>
      {days !== undefined && <KeyUsage days={days} />}
      {state !== 'revoked' && <KeyMenu apiKey={apiKey} />}
    </li>
  );
}
