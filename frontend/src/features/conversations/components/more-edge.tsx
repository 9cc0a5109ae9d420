import { useEffect, useEffectEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Spinner } from '@/components/ui/spinner';

/** The end of a list that has more; it reads on when it comes into view. */
export function MoreEdge({ loading, onReach }: { loading: boolean; onReach: () => void }) {
  const { t } = useTranslation('conversations');
  const ref = useRef<HTMLDivElement>(null);
  const reach = useEffectEvent(onReach);
  useEffect(() => {
    if (ref.current === null || loading || typeof IntersectionObserver === 'undefined') return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && reach(), { rootMargin: '300px' });
    observer.observe(ref.current);
    return () => observer.disconnect();
  }, [loading]);
  return (
    <div ref={ref} className="flex justify-center py-2">
      {loading ? (
        <Spinner className="text-muted-foreground" />
      ) : (
        <Button variant="ghost" size="sm" onClick={onReach}>
          {t('show_more')}
        </Button>
      )}
    </div>
  );
}
