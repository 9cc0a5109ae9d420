import { useTranslation } from 'react-i18next';

/** The answer before its first token. */
export function AnswerPlaceholder() {
  const { t } = useTranslation('chat');
  return (
    <p className="text-muted-foreground flex items-center gap-2 text-sm">
      <span className="bg-primary size-2.5 animate-pulse rounded-full" aria-hidden />
      <span className="sr-only">{t('answering')}</span>
    </p>
  );
}
