import type { ComponentProps } from 'react';
import { cn } from '@/lib/cn';

/** A sheet of paper on the page. */
export function Card({ className, ...props }: ComponentProps<'div'>) {
  return <div className={cn('bg-card text-card-foreground rounded-xl border p-5', className)} {...props} />;
}

/** The heading of a card. */
export function CardTitle({ className, children, ...props }: ComponentProps<'h2'>) {
  return (
    <h2 className={cn('text-base font-semibold', className)} {...props}>
      {children}
    </h2>
  );
}

/** A sentence under the heading. */
export function CardDescription({ className, ...props }: ComponentProps<'p'>) {
  return <p className={cn('text-muted-foreground text-sm', className)} {...props} />;
}
