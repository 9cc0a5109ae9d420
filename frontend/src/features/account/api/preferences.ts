import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { updatePreferences, type Preferences, type UpdatePreferences } from '@/api/generated';
import { getPreferencesOptions, getPreferencesQueryKey } from '@/api/generated/@tanstack/react-query.gen';

/** What the user prefers. */
export function usePreferences() {
  return useQuery({ ...getPreferencesOptions(), staleTime: Infinity });
}

/** Changes preferences; the page shows the change at once and takes it back when it is refused. */
export function useUpdatePreferences() {
  const queries = useQueryClient();
  const key = getPreferencesQueryKey();
  return useMutation({
    mutationFn: (body: UpdatePreferences) => updatePreferences({ body }),
    onMutate: (change) => {
      const before = queries.getQueryData<Preferences>(key);
      if (before !== undefined) queries.setQueryData<Preferences>(key, { ...before, ...change, theme: change.theme ?? before.theme });
      return before;
    },
    onError: (_error, _change, before) => queries.setQueryData(key, before),
    onSuccess: (saved) => queries.setQueryData(key, saved),
  });
}
