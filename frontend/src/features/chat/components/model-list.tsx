import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelChoice } from '@/api/generated';
import { Command, CommandEmpty, CommandGroup, CommandInput, CommandList } from '@/components/ui/command';
import { isChoice, useModels } from '../api/list-models';
import { modelKey, toggleFavourite, useFavourites } from '../model/favourites';
import { groupModels } from '../model/group-models';
import { ModelRow } from './model-row';

/** All models, by connection, with a search field and the favourites first. */
export function ModelList({ chosen, onChoose }: { chosen: ModelChoice | null; onChoose: (model: ModelChoice) => void }) {
  const { t } = useTranslation('chat');
  const { data: models = [], isPending } = useModels();
  const { keys } = useFavourites();
  const current = models.find((model) => isChoice(model, chosen));
  const [selected, setSelected] = useState(current ? modelKey(current) : '');
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !event.shiftKey) return;
    event.preventDefault();
    toggleFavourite(selected);
  };
  return (
    <Command label={t('choose_model')} value={selected} onValueChange={setSelected} onKeyDown={onKeyDown}>
      <CommandInput placeholder={t('search_models')} aria-label={t('search_models')} autoFocus />
      <CommandList aria-label={t('models')} className="max-h-[min(24rem,60dvh)]">
        <CommandEmpty>{isPending ? t('loading') : t('no_model_found')}</CommandEmpty>
        {groupModels(models, keys).map(({ name, models: members }) => (
          <CommandGroup key={name ?? ''} heading={name ?? t('favourites')}>
            {members.map((model) => (
              <ModelRow key={modelKey(model)} model={model} chosen={chosen} onChoose={onChoose} />
            ))}
          </CommandGroup>
        ))}
      </CommandList>
      <p className="text-muted-foreground border-t px-3 py-2 text-xs pointer-coarse:hidden">{t('favourite_key')}</p>
    </Command>
  );
}
