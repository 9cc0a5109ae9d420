import { Toast } from '@base-ui/react/toast';
import { X } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '@/lib/cn';
import { toasterIsShown, toastManager } from '@/lib/toast';
import { buttonVariants } from './button';

/** Where toasts appear: bottom right, on a phone along the bottom. */
export function Toaster() {
  useEffect(toasterIsShown, []);
  return (
    <Toast.Provider toastManager={toastManager} limit={3}>
      <Toast.Portal>
        <Toast.Viewport className="fixed inset-x-4 bottom-4 z-70 flex flex-col gap-2 sm:left-auto sm:w-96">
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function ToastList() {
  const { t } = useTranslation();
  const { toasts } = Toast.useToastManager();
  return toasts.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      className={cn(
        'bg-popover text-popover-foreground flex items-center gap-3 rounded-xl border py-2 pr-2 pl-4 shadow-lg transition-all duration-200 data-ending-style:translate-y-2 data-ending-style:opacity-0 data-limited:hidden data-starting-style:translate-y-2 data-starting-style:opacity-0',
        toast.type === 'error' && 'border-destructive/50',
      )}
    >
      <Toast.Content className="min-w-0 flex-1 py-1">
        <Toast.Title className={cn('text-sm font-medium', toast.type === 'error' && 'text-destructive')} />
        <Toast.Description className="text-muted-foreground text-sm break-words" />
      </Toast.Content>
      {toast.actionProps !== undefined && (
        <Toast.Action className={buttonVariants({ variant: 'secondary', size: 'sm' })} />
      )}
      <Toast.Close
        aria-label={t('close')}
        className="text-muted-foreground hover:bg-accent grid size-8 shrink-0 place-items-center rounded-md pointer-coarse:size-11"
      >
        <X className="size-4" aria-hidden />
      </Toast.Close>
    </Toast.Root>
  ));
}
