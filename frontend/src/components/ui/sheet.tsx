import { Dialog as BaseDialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '@/lib/cn';
import { backdropClass } from './dialog';

export const Sheet = BaseDialog.Root;
export const SheetTrigger = BaseDialog.Trigger;
export const SheetClose = BaseDialog.Close;

const SIDES = {
  left: 'inset-y-0 left-0 h-dvh w-[85vw] max-w-80 border-r data-ending-style:-translate-x-full data-starting-style:-translate-x-full',
  right:
    'inset-y-0 right-0 h-dvh w-[92vw] max-w-md border-l data-ending-style:translate-x-full data-starting-style:translate-x-full',
  bottom:
    'inset-x-0 bottom-0 max-h-[85dvh] rounded-t-2xl border-t data-ending-style:translate-y-full data-starting-style:translate-y-full',
};

type Props = {
  side?: keyof typeof SIDES;
  /** Name of the sheet for those who do not see it; shown unless `bare`. */
  title: string;
  /** Leaves out the head, for content that has its own. */
  bare?: boolean;
  className?: string;
  children: ReactNode;
};

/** A panel that slides in from an edge. */
export function SheetContent({ side = 'right', title, bare = false, className, children }: Props) {
  const { t } = useTranslation();
  return (
    <BaseDialog.Portal>
      <BaseDialog.Backdrop className={backdropClass} />
      <BaseDialog.Popup
        className={cn(
          'bg-popover text-popover-foreground fixed z-50 flex flex-col overflow-hidden shadow-xl transition-transform duration-200 ease-out',
          SIDES[side],
          className,
        )}
      >
        <div className={cn('flex items-center justify-between gap-2 px-4 pt-3 pb-1', bare && 'sr-only')}>
          <BaseDialog.Title className="text-base font-semibold">{title}</BaseDialog.Title>
          <BaseDialog.Close
            aria-label={t('close')}
            className="text-muted-foreground hover:bg-accent grid size-9 place-items-center rounded-lg pointer-coarse:size-11"
          >
            <X className="size-4" aria-hidden />
          </BaseDialog.Close>
        </div>
        {children}
      </BaseDialog.Popup>
    </BaseDialog.Portal>
  );
}
