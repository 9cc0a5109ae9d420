import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Logo } from '@/components/logo';
import { buttonVariants } from '@/components/ui/button';

/** There is no such page, or it is not for this user. */
export function NotFound() {
  const { t } = useTranslation();
  return (
    <div className="flex min-h-full flex-1 flex-col items-center justify-center gap-4 p-6 text-center">
      <Logo className="size-12 opacity-60 grayscale" />
      <h1 className="font-serif text-3xl font-semibold">{t('not_found')}</h1>
      <p className="text-muted-foreground max-w-sm text-sm">{t('not_found_description')}</p>
      <Link to="/" className={buttonVariants()}>
        {t('to_chat')}
      </Link>
    </div>
  );
}
