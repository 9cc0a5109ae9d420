import { Link } from '@tanstack/react-router';
import { SquarePen } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { buttonVariants } from '@/components/ui/button';
import { cn } from '@/lib/cn';

/** Begins a conversation. */
export function NewChatButton() {
  const { t } = useTranslation('conversations');
  return (
    <Link to="/" className={cn(buttonVariants({ variant: 'outline' }), 'w-full justify-start px-3')}>
      <SquarePen aria-hidden />
      {t('new_chat')}
    </Link>
  );
}
