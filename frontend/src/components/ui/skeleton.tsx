import type { ComponentProps } from 'react';
import { cn } from '@/lib/cn';

/** Holds the place of what is being loaded. */
export function Skeleton({ className, ...props }: ComponentProps<'div'>) {
  return <div aria-hidden className={cn('bg-muted animate-pulse rounded-md', className)} {...props} />;
}
