import type { ComponentProps } from 'react';
import { cn } from '@/lib/cn';

/** A key. */
export function Kbd({ className, ...props }: ComponentProps<'kbd'>) {
  return (
    <kbd
      className={cn('bg-muted inline-grid min-w-6 place-items-center rounded border px-1.5 py-0.5 font-sans text-xs', className)}
      {...props}
    />
  );
}
