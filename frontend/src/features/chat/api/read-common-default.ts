import { useQuery } from '@tanstack/react-query';
import type { ModelChoice } from '@/api/generated';
import { getInstanceSettingsOptions } from '@/api/generated/@tanstack/react-query.gen';
import { useAuth } from '@/lib/auth-store';

/** The default model of the instance; `undefined` until it is known, and to members, who may not read it. */
export function useCommonDefault(): ModelChoice | null | undefined {
  const auth = useAuth();
  const enabled = auth.status === 'authenticated' && auth.user.role !== 'member';
  return useQuery({ ...getInstanceSettingsOptions(), enabled, staleTime: 5 * 60_000 }).data?.default_model;
}
