import { ErrorState } from '@/components/error-state';

type Props = { error: unknown; onRetry: () => void };

/** A page that could not be drawn. */
export function Crash({ error, onRetry }: Props) {
  return (
    <div className="mx-auto flex min-h-full max-w-xl flex-col justify-center p-6">
      <ErrorState error={error} onRetry={onRetry} />
    </div>
  );
}
