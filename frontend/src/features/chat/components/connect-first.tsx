import { Link } from '@tanstack/react-router';
import { Plug } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { buttonVariants } from '@/components/ui/button';

/** The next step where there is no model to talk to. */
export function ConnectFirst() {
  const { t } = useTranslation('chat');
  return (
    <section className="bg-card flex max-w-md flex-col items-center gap-4 rounded-xl border p-6 text-center">
      <Plug className="text-primary-text size-6" aria-hidden />
      <div>
        <h3 className="font-semibold">{t('no_model_title')}</h3>
        <p className="text-muted-foreground mt-1 text-sm">{t('no_model_text')}</p>
      </div>
      <Link to="/settings/connections" className={buttonVariants()}>
        {t('no_model_action')}
      </Link>
    </section>
  );
}
