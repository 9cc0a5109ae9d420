import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { updateInstanceSettings, type UpdateInstanceSettings } from '@/api/generated';
import {
  getInstanceQueryKey,
  getInstanceSettingsOptions,
  getInstanceSettingsQueryKey,
  listModelsQueryKey,
} from '@/api/generated/@tanstack/react-query.gen';

/** What holds for everybody. */
export function useInstanceSettings() {
  return useQuery(getInstanceSettingsOptions());
}

/** Changes what holds for everybody. */
export function useUpdateInstanceSettings() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: UpdateInstanceSettings) => updateInstanceSettings({ body }),
    onSuccess: (saved) => {
      queries.setQueryData(getInstanceSettingsQueryKey(), saved);
      return Promise.all([
        queries.invalidateQueries({ queryKey: getInstanceQueryKey() }),
        // The list tells which model a new chat starts with.
        queries.invalidateQueries({ queryKey: listModelsQueryKey() }),
      ]);
    },
  });
}
