import { Toast } from '@base-ui/react/toast';
import { errorMessage } from '@/api/api-error';
import i18n from '@/lib/i18n';

/** Time to change one's mind, in milliseconds. */
const UNDO_MS = 8000;

export const toastManager = Toast.createToastManager();

let show: () => void;
const shown = new Promise<void>((resolve) => (show = resolve));

/** Tells that toasts have a place on the page. What is announced before waits for it. */
export function toasterIsShown(): void {
  show();
}

/** Says that something was done; with `undo`, offers to take it back. */
export function toast(title: string, undo?: () => void): void {
  void shown.then(() => add(title, undo));
}

/** Says that something failed, in the server's words. */
export function toastError(title: string, thrown: unknown): void {
  void shown.then(() => toastManager.add({ title, description: errorMessage(thrown), type: 'error', priority: 'high' }));
}

function add(title: string, undo: (() => void) | undefined): void {
  if (undo === undefined) {
    // The same news twice is one toast that stays longer.
    toastManager.add({ id: title, title });
    return;
  }
  const id: string = toastManager.add({
    title,
    timeout: UNDO_MS,
    actionProps: {
      children: i18n.t('undo'),
      onClick: () => {
        toastManager.close(id);
        undo();
      },
    },
  });
}
