import { useTranslation } from 'react-i18next';
import { Spinner } from '@/components/ui/spinner';

/** The page is on its way. */
export function Pending() {
  const { t } = useTranslation();
  return (
    <div role="status" className="text-muted-foreground grid min-h-full place-items-center p-10">
      <Spinner className="size-6" />
      <span className="sr-only">{t('loading')}</span>
    </div>
  );
}
