import { Check, Star } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ModelChoice, OfferedModel } from '@/api/generated';
import { CommandItem } from '@/components/ui/command';
import { cn } from '@/lib/cn';
import { isChoice } from '../api/list-models';
import { modelKey, toggleFavourite, useFavourites } from '../model/favourites';
import { CapabilityBadges } from './capability-badges';

interface Props {
  model: OfferedModel;
  chosen: ModelChoice | null;
  onChoose: (model: ModelChoice) => void;
}

/** One model to choose. */
export function ModelRow({ model, chosen, onChoose }: Props) {
  const { t } = useTranslation('chat');
  const key = modelKey(model);
  const liked = useFavourites(({ keys }) => keys.includes(key));
  return (
    <CommandItem
      value={key}
      keywords={[model.name, model.connection_name]}
      onSelect={() => onChoose({ connection_id: model.connection_id, model: model.id })}
    >
      <Check className={cn('text-primary-text', !isChoice(model, chosen) && 'invisible')} aria-hidden />
      <span className="min-w-0 flex-1 truncate" title={model.id}>
        {model.name}
      </span>
      <CapabilityBadges model={model} />
      {/* An option must hold no button; by keyboard the list's Shift+Enter does the same. */}
      <span
        aria-hidden
        title={t(liked ? 'favourite_remove' : 'favourite_add')}
        onPointerUp={(event) => event.stopPropagation()}
        onClick={(event) => {
          event.stopPropagation();
          toggleFavourite(key);
        }}
        className="hover:bg-background grid size-7 shrink-0 place-items-center rounded-md pointer-coarse:size-11"
      >
        <Star className={cn('text-muted-foreground', liked && 'fill-warning text-warning')} />
      </span>
    </CommandItem>
  );
}
