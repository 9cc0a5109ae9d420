import { useTranslation } from 'react-i18next';
import { Spinner } from '@/components/ui/spinner';

/** Stands where more turns are about to appear. */
export function ThreadEdge() {
  const { t } = useTranslation('chat');
  return (
    <div role="status" aria-label={t('loading')} className="text-muted-foreground flex justify-center py-2">
      <Spinner />
    </div>
  );
}
