import { cva, type VariantProps } from 'class-variance-authority';
import type { ComponentProps } from 'react';
import { cn } from '@/lib/cn';

const badgeVariants = cva(
  'inline-flex items-center gap-1 rounded-full px-2 py-0.5 text-xs font-medium whitespace-nowrap [&_svg]:size-3',
  {
    variants: {
      variant: {
        default: 'bg-secondary text-secondary-foreground',
        primary: 'bg-primary-soft text-primary-text',
        outline: 'border border-border text-muted-foreground',
        destructive: 'bg-destructive-soft text-destructive',
        warning: 'bg-warning-soft text-warning',
      },
    },
    defaultVariants: { variant: 'default' },
  },
);

/** A word about the thing beside it. */
export function Badge({ className, variant, ...props }: ComponentProps<'span'> & VariantProps<typeof badgeVariants>) {
  return <span className={cn(badgeVariants({ variant }), className)} {...props} />;
}
