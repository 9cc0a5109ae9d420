import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Skeleton } from '@/components/ui/skeleton';
import { ErrorState } from './error-state';

type Props<T> = {
  query: { data: T | undefined; error: unknown; refetch: () => unknown };
  /** Shown instead of `children` when `isEmpty` says so. */
  empty?: ReactNode;
  isEmpty?: (data: T) => boolean;
  children: (data: T) => ReactNode;
};

/** The four faces of whatever is read from the server: loading, error, empty, full. */
export function Faces<T>({ query, empty, isEmpty, children }: Props<T>) {
  if (query.data !== undefined) return isEmpty?.(query.data) === true ? empty : children(query.data);
  if (query.error !== null) return <ErrorState error={query.error} onRetry={query.refetch} />;
  return <Loading />;
}

/** Stands where something is being read. */
export function Loading() {
  const { t } = useTranslation();
  return (
    <div role="status" className="flex flex-col gap-3">
      <span className="sr-only">{t('loading')}</span>
      <Skeleton className="h-20 w-full rounded-xl" />
      <Skeleton className="h-20 w-full rounded-xl" />
      <Skeleton className="h-20 w-2/3 rounded-xl" />
    </div>
  );
}
