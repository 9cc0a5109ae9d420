import type { OfferedModel } from '@/api/generated';
import { modelKey } from './favourites';

/** Models under one heading; `null` stands for the favourites. */
export interface ModelGroup {
  name: string | null;
  models: OfferedModel[];
}

/** Favourites first, then one group per connection, each model once. */
export function groupModels(models: OfferedModel[], favourites: string[]): ModelGroup[] {
  const liked = models.filter((model) => favourites.includes(modelKey(model)));
  const groups = new Map<string, ModelGroup>();
  for (const model of models) {
    if (liked.includes(model)) continue;
    const group = groups.get(model.connection_id) ?? { name: model.connection_name, models: [] };
    group.models.push(model);
    groups.set(model.connection_id, group);
  }
  return [...(liked.length > 0 ? [{ name: null, models: liked }] : []), ...groups.values()];
}
