import { ArrowDown } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';

/** Brings the reader back to the end. */
export function JumpToLatest({ shown, onJump }: { shown: boolean; onJump: () => void }) {
  const { t } = useTranslation('chat');
  if (!shown) return null;
  return (
    <Button
      variant="outline"
      size="icon"
      aria-label={t('jump_to_latest')}
      title={t('jump_to_latest')}
      onClick={onJump}
      className="absolute bottom-3 left-1/2 -translate-x-1/2 rounded-full shadow-md"
    >
      <ArrowDown aria-hidden />
    </Button>
  );
}
