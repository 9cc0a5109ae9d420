import { CircleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { errorMessage } from '@/api/api-error';
import { Button } from '@/components/ui/button';

type Props = { error: unknown; onRetry: () => void };

/** Something could not be read: why, and a way to try again. */
export function ErrorState({ error, onRetry }: Props) {
  const { t } = useTranslation();
  return (
    <div role="alert" className="flex flex-col items-center gap-3 rounded-xl border px-6 py-12 text-center">
      <span className="bg-destructive-soft text-destructive grid size-11 place-items-center rounded-full">
        <CircleAlert className="size-5" aria-hidden />
      </span>
      <p className="font-medium">{t('error_title')}</p>
      <p className="text-muted-foreground max-w-sm text-sm break-words">{errorMessage(error)}</p>
      <Button variant="outline" onClick={onRetry}>
        {t('retry')}
      </Button>
    </div>
  );
}
