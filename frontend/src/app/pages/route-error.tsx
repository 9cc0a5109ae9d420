import { useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { Crash } from './crash';

/** A route that failed to load or to draw. */
export function RouteError({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  return (
    <Crash
      error={error}
      onRetry={() => {
        reset();
        void router.invalidate();
      }}
    />
  );
}
