import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import type { OfferedModel } from '@/api/generated';

/** The models that this browser lists first, as `connection_id/model`. */
export const useFavourites = create<{ keys: string[] }>()(
  persist((): { keys: string[] } => ({ keys: [] }), { name: 'pallium.favourite-models' }),
);

/** Adds a model to the favourites, or takes it out. */
export function toggleFavourite(key: string): void {
  useFavourites.setState(({ keys }) => ({
    keys: keys.includes(key) ? keys.filter((other) => other !== key) : [...keys, key],
  }));
}

/** How a model is named in lists and preferences. */
export function modelKey({ connection_id, id }: OfferedModel): string {
  return `${connection_id}/${id}`;
}
