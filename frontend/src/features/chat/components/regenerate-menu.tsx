import { RefreshCw, Shuffle } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Turn } from '@/api/generated';
import { Button } from '@/components/ui/button';
import { DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuTrigger } from '@/components/ui/dropdown-menu';
import { regenerate } from '../model/send-message';
import { useStartAction } from '../model/use-start-action';
import { ModelDialog } from './model-dialog';

/** Asks the same again, of this model or of another. */
export function RegenerateMenu({ turn }: { turn: Turn }) {
  const { t } = useTranslation('chat');
  const [choosing, setChoosing] = useState(false);
  const action = useStartAction();
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger
          render={<Button variant="ghost" size="icon-sm" aria-label={t('regenerate')} title={t('regenerate')} />}
          disabled={action.isPending}
        >
          <RefreshCw aria-hidden />
        </DropdownMenuTrigger>
        <DropdownMenuContent>
          <DropdownMenuItem onClick={() => action.mutate(() => regenerate(turn))}>
            <RefreshCw aria-hidden />
            {t('regenerate_same')}
          </DropdownMenuItem>
          <DropdownMenuItem onClick={() => setChoosing(true)}>
            <Shuffle aria-hidden />
            {t('regenerate_other')}
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <ModelDialog
        open={choosing}
        onOpenChange={setChoosing}
        chosen={turn.run.model}
        onChoose={(model) => action.mutate(() => regenerate(turn, model))}
      />
    </>
  );
}
