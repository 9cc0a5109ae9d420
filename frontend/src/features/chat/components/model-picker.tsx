import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover';
import { useModel } from '../api/list-models';
import { useAnsweringModel } from '../model/use-answering-model';
import { useChosenModel } from '../model/use-chosen-model';
import { LazyModelList } from './lazy-model-list';

/** Shows which model answers, and lets another be chosen. */
export function ModelPicker({ conversationId }: { conversationId: string | null }) {
  const { t } = useTranslation('chat');
  const [open, setOpen] = useState(false);
  const { change } = useChosenModel(conversationId);
  const answering = useAnsweringModel(conversationId);
  const name = useModel(answering)?.name ?? answering?.model ?? t('default_model');
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger
        render={
          <Button variant="ghost" className="min-w-0 shrink px-3 text-base font-semibold" aria-label={t('model_is', { model: name })} />
        }
      >
        <span className="truncate">{name}</span>
        <ChevronDown className="text-muted-foreground" aria-hidden />
      </PopoverTrigger>
      <PopoverContent aria-label={t('choose_model')} className="w-96 overflow-hidden p-0">
        <LazyModelList
          chosen={answering}
          onChoose={(next) => {
            change({ model: next });
            setOpen(false);
          }}
        />
      </PopoverContent>
    </Popover>
  );
}
