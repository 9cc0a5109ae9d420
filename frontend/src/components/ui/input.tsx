import type { ComponentProps } from 'react';
import { cn } from '@/lib/cn';

/** Classes shared by everything one types into. */
export const fieldClass =
  'w-full rounded-lg border border-input bg-card px-3 text-base text-foreground transition-colors placeholder:text-muted-foreground focus-visible:border-ring focus-visible:outline-2 focus-visible:outline-offset-0 focus-visible:outline-ring disabled:cursor-not-allowed disabled:opacity-60 aria-invalid:border-destructive aria-invalid:focus-visible:outline-destructive md:text-sm';

/** A line of text. */
export function Input({ className, ...props }: ComponentProps<'input'>) {
  return <input className={cn(fieldClass, 'h-10 pointer-coarse:h-11', className)} {...props} />;
}
