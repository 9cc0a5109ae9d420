import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { toastError } from '@/lib/toast';

/** Starts a run from a button of a message; what the server refuses is said beside it. */
export function useStartAction() {
  const { t } = useTranslation('chat');
  return useMutation({
    mutationFn: (start: () => Promise<unknown>) => start(),
    onError: (error) => toastError(t('start_failed'), error),
  });
}
