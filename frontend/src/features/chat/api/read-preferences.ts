import { useQuery } from '@tanstack/react-query';
import type { Preferences } from '@/api/generated';
import { getPreferencesOptions } from '@/api/generated/@tanstack/react-query.gen';

/** What the user prefers; `undefined` until it is known. */
export function usePreferences(): Preferences | undefined {
  return useQuery({ ...getPreferencesOptions(), staleTime: Infinity }).data;
}
