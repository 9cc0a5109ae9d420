import { AlertDialog as BaseAlertDialog } from '@base-ui/react/alert-dialog';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button';
import { backdropClass, DialogFooter } from './dialog';

type Props = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description: ReactNode;
  /** Name of the button that does it. */
  confirm: string;
  onConfirm: () => void;
};

/** Asks before something that cannot be undone. */
export function AlertDialog({ open, onOpenChange, title, description, confirm, onConfirm }: Props) {
  const { t } = useTranslation();
  return (
    <BaseAlertDialog.Root open={open} onOpenChange={onOpenChange}>
      <BaseAlertDialog.Portal>
        <BaseAlertDialog.Backdrop className={backdropClass} />
        <BaseAlertDialog.Popup className="bg-popover text-popover-foreground fixed top-1/2 left-1/2 z-50 flex w-[calc(100vw-2rem)] max-w-md -translate-x-1/2 -translate-y-1/2 flex-col gap-4 rounded-xl border p-6 shadow-xl transition-all duration-150 data-ending-style:scale-95 data-ending-style:opacity-0 data-starting-style:scale-95 data-starting-style:opacity-0">
          <div className="flex flex-col gap-1.5">
            <BaseAlertDialog.Title className="text-lg font-semibold">{title}</BaseAlertDialog.Title>
            <BaseAlertDialog.Description className="text-muted-foreground text-sm">
              {description}
            </BaseAlertDialog.Description>
          </div>
          <DialogFooter>
            <BaseAlertDialog.Close render={<Button variant="outline">{t('cancel')}</Button>} />
            <BaseAlertDialog.Close render={<Button variant="destructive" onClick={onConfirm}>{confirm}</Button>} />
          </DialogFooter>
        </BaseAlertDialog.Popup>
      </BaseAlertDialog.Portal>
    </BaseAlertDialog.Root>
  );
}
