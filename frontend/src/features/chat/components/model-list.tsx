import { useTranslation } from 'react-i18next';
import type { ModelChoice } from '@/api/generated';
import { Command, CommandEmpty, CommandGroup, CommandInput, CommandList } from '@/components/ui/command';
import { useModels } from '../api/list-models';
import { modelKey, useFavourites } from '../model/favourites';
import { groupModels } from '../model/group-models';
import { ModelRow } from './model-row';

/** All models, by connection, with a search field and the favourites first. */
export function ModelList({ chosen, onChoose }: { chosen: ModelChoice | null; onChoose: (model: ModelChoice) => void }) {
  const { t } = useTranslation('chat');
  const { data: models = [], isPending } = useModels();
  const { keys } = useFavourites();
  return (
    <Command label={t('choose_model')}>
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
    </Command>
  );
}
