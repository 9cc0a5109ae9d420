import { useTranslation } from 'react-i18next';
import { Badge } from '@/components/ui/badge';
import { formatMoment } from '@/lib/format';
import type { ApiKey } from '@/api/generated';
import { keyLimits, keyMoments, keyState, oldTextUntil } from '../model/key-facts';
import { KeyMenu } from './key-menu';

const BADGES = { works: undefined, expiring: 'warning', expired: 'destructive', revoked: 'default' } as const;

type Props = {
  apiKey: ApiKey;
  /** Whose it is, where that is not plain. */
  owner: string | undefined;
};

/** One key: what it is called, how it is used, what it may do. */
export function KeyRow({ apiKey, owner }: Props) {
  const { t } = useTranslation('gateway');
  const state = keyState(apiKey);
  const badge = BADGES[state];
  const oldText = oldTextUntil(apiKey);
  return (
    <li className="flex items-start gap-3 px-4 py-3">
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <h3 className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm font-medium">
          <span className="truncate">{apiKey.name}</span>
          <code className="text-muted-foreground font-mono text-xs font-normal">pk_…{apiKey.hint}</code>
          {badge !== undefined && <Badge variant={badge}>{t(`state_${state}`)}</Badge>}
        </h3>
        <p className="text-muted-foreground text-xs">{[owner, keyMoments(apiKey, t)].filter(Boolean).join(' · ')}</p>
        {oldText !== null && <p className="text-warning text-xs">{t('previous_until', { when: formatMoment(oldText) })}</p>}
        <ul className="flex flex-wrap gap-1 empty:hidden">
          {keyLimits(apiKey, t).map((fact) => (
            <li key={fact} className="max-w-full">
              <Badge variant="outline" className="max-w-full">
                <span className="truncate">{fact}</span>
              </Badge>
            </li>
          ))}
        </ul>
      </div>
      {state !== 'revoked' && <KeyMenu apiKey={apiKey} />}
    </li>
  );
}
