import { Link } from '@tanstack/react-router';
import { MessageCircleOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { buttonVariants } from '@/components/ui/button';

/** There is no such conversation, or it is somebody else's; nothing can be asked here. */
export function MissingConversation() {
  const { t } = useTranslation('chat');
  return (
    <div className="flex h-full flex-col items-center justify-center gap-4 p-6 text-center">
      <title>Pallium</title>
      <MessageCircleOff className="text-muted-foreground size-10" strokeWidth={1.5} aria-hidden />
      <h1 className="font-serif text-2xl font-medium text-balance">{t('missing')}</h1>
      <p className="text-muted-foreground max-w-sm text-sm text-balance">{t('missing_hint')}</p>
      <Link to="/" className={buttonVariants()}>
        {t('common:new_chat')}
      </Link>
    </div>
  );
}
