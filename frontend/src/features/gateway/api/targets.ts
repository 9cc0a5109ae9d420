import { useQuery } from '@tanstack/react-query';
import { listGatewayTargetsOptions } from '@/api/generated/@tanstack/react-query.gen';

/** How often the states are read again while the page is open, in milliseconds. */
const AGAIN_MS = 10_000;

/** How the connections do. */
export function useTargets() {
  return useQuery({ ...listGatewayTargetsOptions(), refetchInterval: AGAIN_MS });
}
