import { useTranslation } from 'react-i18next';
import type { DocumentState } from '@/api/generated';
import { Badge } from '@/components/ui/badge';
import { Spinner } from '@/components/ui/spinner';

const VARIANTS = { queued: 'outline', processing: 'primary', ready: 'default', failed: 'destructive' } as const;

/** How far a document is, in a word. One that is ready and well needs none in a list. */
export function DocumentBadge({ state, stale, always = false }: { state: DocumentState; stale: boolean; always?: boolean }) {
  const { t } = useTranslation('knowledge');
  if (state === 'ready' && stale) return <Badge variant="warning">{t('stale')}</Badge>;
  if (state === 'ready' && !always) return <span className="sr-only">{t('state_ready')}</span>;
  return (
    // A phone has room for the reason or for the word.
    <Badge variant={VARIANTS[state]} className={state === 'failed' && !always ? 'max-sm:sr-only' : undefined}>
      {state === 'processing' && <Spinner />}
      {t(`state_${state}`)}
    </Badge>
  );
}
