import { cn } from '@/lib/cn';

/** A line between two groups. */
export function Separator({ className }: { className?: string }) {
  return <hr className={cn('border-border w-full border-t', className)} />;
}
