import { ScrollArea as BaseScrollArea } from '@base-ui/react/scroll-area';
import type { ReactNode } from 'react';
import { cn } from '@/lib/cn';

type Props = { className?: string; viewportClassName?: string; children: ReactNode };

/** Scrolls with a thin bar that shows on hover. */
export function ScrollArea({ className, viewportClassName, children }: Props) {
  return (
    <BaseScrollArea.Root className={cn('relative min-h-0', className)}>
      <BaseScrollArea.Viewport className={cn('h-full overscroll-contain', viewportClassName)}>
        {children}
      </BaseScrollArea.Viewport>
      <BaseScrollArea.Scrollbar className="m-0.5 flex w-1.5 justify-center rounded-full opacity-0 transition-opacity data-hovering:opacity-100 data-scrolling:opacity-100">
        <BaseScrollArea.Thumb className="bg-input/70 w-full rounded-full" />
      </BaseScrollArea.Scrollbar>
    </BaseScrollArea.Root>
  );
}
