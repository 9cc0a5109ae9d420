import { useQuery } from '@tanstack/react-query';
import { getJson } from './http';
import type { ConnectionHealth } from './types';

/** How often the states are read again while the page is open, in milliseconds. */
const AGAIN_MS = 10_000;

/** How the connections do. */
export function useTargets() {
  return useQuery({
    queryKey: ['gateway', 'targets'],
    queryFn: () => getJson<{ items: ConnectionHealth[] }>('/gateway/targets'),
    refetchInterval: AGAIN_MS,
  });
}
