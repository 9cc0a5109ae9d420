import { Dialog as BaseDialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ComponentProps } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '@/lib/cn';

export const Dialog = BaseDialog.Root;
export const DialogTrigger = BaseDialog.Trigger;
export const DialogClose = BaseDialog.Close;

/** Classes of what lies between a dialog and the page. */
export const backdropClass =
  'fixed inset-0 z-50 bg-overlay transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0';

/** The dialog's sheet of paper: centred, on a phone nearly as wide as the screen. */
export function DialogContent({ className, children, ...props }: BaseDialog.Popup.Props) {
  const { t } = useTranslation();
  return (
    <BaseDialog.Portal>
      <BaseDialog.Backdrop className={backdropClass} />
      <BaseDialog.Popup
        className={cn(
          'bg-popover text-popover-foreground fixed top-1/2 left-1/2 z-50 flex max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] max-w-lg -translate-x-1/2 -translate-y-1/2 flex-col gap-4 overflow-y-auto rounded-xl border p-6 shadow-xl transition-all duration-150 data-ending-style:scale-95 data-ending-style:opacity-0 data-starting-style:scale-95 data-starting-style:opacity-0',
          className as string,
        )}
        {...props}
      >
        {children}
        <BaseDialog.Close
          aria-label={t('close')}
          className="text-muted-foreground hover:bg-accent hover:text-foreground absolute top-3 right-3 grid size-9 place-items-center rounded-lg pointer-coarse:size-11"
        >
          <X className="size-4" aria-hidden />
        </BaseDialog.Close>
      </BaseDialog.Popup>
    </BaseDialog.Portal>
  );
}

/** Holds title and description. */
export function DialogHeader({ className, ...props }: ComponentProps<'div'>) {
  return <div className={cn('flex flex-col gap-1.5 pr-8', className)} {...props} />;
}

/** Holds the buttons. */
export function DialogFooter({ className, ...props }: ComponentProps<'div'>) {
  return <div className={cn('flex flex-col-reverse gap-2 sm:flex-row sm:justify-end', className)} {...props} />;
}

export function DialogTitle({ className, ...props }: BaseDialog.Title.Props) {
  return <BaseDialog.Title className={cn('text-lg font-semibold', className as string)} {...props} />;
}

export function DialogDescription({ className, ...props }: BaseDialog.Description.Props) {
  return <BaseDialog.Description className={cn('text-muted-foreground text-sm', className as string)} {...props} />;
}
