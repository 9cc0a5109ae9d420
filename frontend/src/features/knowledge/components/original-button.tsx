import { Download, ExternalLink } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Document } from '@/api/generated';
import { Button } from '@/components/ui/button';
import { Spinner } from '@/components/ui/spinner';
import { toastError } from '@/lib/toast';
import { isShown, useOriginal } from '../api/document-content';

type Props = {
  document: Document;
  /** The page to open, where the file has pages. */
  page?: number | undefined;
  /** Shows only the icon on a phone. */
  compact?: boolean;
};

/** Opens the original beside this page, where a browser shows it; others are downloaded. */
export function OriginalButton({ document, page, compact = false }: Props) {
  const { t } = useTranslation('knowledge');
  const original = useOriginal(document, false);
  const shown = isShown(document);
  const isPdf = document.media_type === 'application/pdf';
  const open = async () => {
    // A tab may only be opened at once, not when the file has arrived.
    const tab = shown ? window.open('about:blank', '_blank') : null;
    const { data, error } = original.data === undefined ? await original.refetch() : original;
    if (data === undefined) {
      tab?.close();
      toastError(t('original_failed'), error);
    } else if (tab === null) save(data, document.name);
    else tab.location.href = isPdf && page !== undefined ? `${data}#page=${String(page)}` : data;
  };
  const Icon = shown ? ExternalLink : Download;
  const label = isPdf && page !== undefined ? t('original_page', { page }) : t(shown ? 'original' : 'download');
  return (
    <Button variant="outline" aria-label={label} title={label} className={compact ? 'max-sm:size-11 max-sm:px-0' : undefined} disabled={original.isFetching} onClick={() => void open()}>
      {original.isFetching ? <Spinner /> : <Icon aria-hidden />}
      <span className={compact ? 'max-sm:hidden' : undefined}>{label}</span>
    </Button>
  );
}

function save(address: string, name: string): void {
  const link = window.document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
}
