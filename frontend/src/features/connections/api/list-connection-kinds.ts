import { useQuery } from '@tanstack/react-query';
import { listConnectionKindsOptions } from '@/api/generated/@tanstack/react-query.gen';

/** The vendors that can be connected. */
export function useConnectionKinds() {
  return useQuery({ ...listConnectionKindsOptions(), staleTime: Infinity });
}
