import { Toast } from '@base-ui/react/toast';
import { errorMessage } from '@/api/api-error';
import i18n from '@/lib/i18n';

/** Time to change one's mind, in milliseconds. */
const UNDO_MS = 8000;

export const toastManager = Toast.createToastManager();

/** Says that something was done; with `undo`, offers to take it back. */
export function toast(title: string, undo?: () => void): void {
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

/** Says that something failed, in the server's words. */
export function toastError(title: string, thrown: unknown): void {
  toastManager.add({ title, description: errorMessage(thrown), type: 'error', priority: 'high' });
}
