import type { ReactNode } from 'react';
import { cn } from '@/lib/cn';

/** Actions on a message: there on touch, and on hover or focus elsewhere. Unseen they are the space between messages. */
export function ActionRow({ className, shown = false, children }: { className?: string; shown?: boolean; children: ReactNode }) {
  return (
    <div
      className={cn(
        'text-muted-foreground flex items-center gap-0.5 transition-opacity',
        !shown &&
          'pointer-fine:opacity-0 group-focus-within/message:opacity-100 group-hover/message:opacity-100 has-data-popup-open:opacity-100',
        className,
      )}
    >
      {children}
    </div>
  );
}
