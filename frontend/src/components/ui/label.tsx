import type { ComponentProps } from 'react';
import { cn } from '@/lib/cn';

/** Names a field. */
export function Label({ className, ...props }: ComponentProps<'label'>) {
  // eslint-disable-next-line jsx-a11y/label-has-associated-control -- the caller passes htmlFor
  return <label className={cn('text-sm font-medium', className)} {...props} />;
}
