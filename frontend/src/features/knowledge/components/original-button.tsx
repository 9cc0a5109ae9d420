import { Download, ExternalLink } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Document } from '@/api/knowledge-types';
import { Button } from '@/components/ui/button';
import { Spinner } from '@/components/ui/spinner';
import { toastError } from '@/lib/toast';
import { isShown, useOriginal } from '../api/document-content';

type Props = { document: Document; /** The page to open, where the file has pages. */ page?: number | undefined };

/** Opens the original beside this page, where a browser shows it; others are downloaded. */
export function OriginalButton({ document, page }: Props) {
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
  return (
    <Button variant="outline" disabled={original.isFetching} onClick={() => void open()}>
      {original.isFetching ? <Spinner /> : <Icon aria-hidden />}
      {isPdf && page !== undefined ? t('original_page', { page }) : t(shown ? 'original' : 'download')}
    </Button>
  );
}

function save(address: string, name: string): void {
  const link = window.document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
}
