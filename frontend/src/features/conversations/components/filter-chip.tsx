import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '@/lib/cn';

interface Props {
  pressed: boolean;
  onToggle: () => void;
  children: ReactNode;
}

/** Narrows the list while it is pressed. */
export function FilterChip({ pressed, onToggle, children }: Props) {
  return (
    <button
      type="button"
      aria-pressed={pressed}
      onClick={onToggle}
      className={cn(
        'hover:bg-sidebar-accent inline-flex h-7 max-w-full items-center gap-1.5 rounded-full border px-2.5 text-xs pointer-coarse:h-11',
        pressed && 'border-primary bg-primary-soft text-primary-text',
      )}
    >
      {children}
      {pressed && <X className="size-3" aria-hidden />}
    </button>
  );
}
