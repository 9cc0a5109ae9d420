import { Link, type LinkProps } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { buttonVariants } from '@/components/ui/button';
import { cn } from '@/lib/cn';

/** Leads back, from the head of a page. */
export function BackLink({ label, ...link }: { label: string } & Pick<LinkProps, 'to' | 'params' | 'search'>) {
  return (
    <Link {...link} aria-label={label} title={label} className={cn(buttonVariants({ variant: 'ghost', size: 'icon' }), '-ml-2')}>
      <ArrowLeft aria-hidden />
    </Link>
  );
}
