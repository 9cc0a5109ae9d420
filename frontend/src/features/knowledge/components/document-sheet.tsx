import { Link } from '@tanstack/react-router';
import { BookOpenText, RotateCcw, Trash2 } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { asSentence } from '@/api/as-sentence';
import type { Document } from '@/api/generated';
import { Faces } from '@/components/faces';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Button, buttonVariants } from '@/components/ui/button';
import { Sheet, SheetContent } from '@/components/ui/sheet';
import { formatBytes, formatMoment, formatNumber } from '@/lib/format';
import { toast, toastError } from '@/lib/toast';
import { useDeleteDocument, useDocument, useRetryDocument } from '../api/documents';
import { isInWork } from '../model/document-state';
import { DocumentBadge } from './document-badge';
import { OriginalButton } from './original-button';

type Props = { /** The one that is open. */ id: string | undefined; canChange: boolean; onClose: () => void };

/** What is known of a document, over the list. */
export function DocumentSheet({ id, canChange, onClose }: Props) {
  const { t } = useTranslation('knowledge');
  return (
    <Sheet open={id !== undefined} onOpenChange={(open) => !open && onClose()}>
      <SheetContent title={t('document')}>{id !== undefined && <OpenDocument id={id} canChange={canChange} onClose={onClose} />}</SheetContent>
    </Sheet>
  );
}

function OpenDocument({ id, canChange, onClose }: { id: string; canChange: boolean; onClose: () => void }) {
  const document = useDocument(id);
  return (
    <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-4 pt-2 pb-8">
      <Faces query={document}>
        {(known) => (
          <div className="flex flex-col gap-6">
            <Head document={known} canChange={canChange} onClose={onClose} />
            <Troubles document={known} />
            <Facts document={known} />
          </div>
        )}
      </Faces>
    </div>
  );
}

function Head({ document, canChange, onClose }: { document: Document; canChange: boolean; onClose: () => void }) {
  const { t } = useTranslation('knowledge');
  const { id, name, title, state, stale } = document;
  const [asking, setAsking] = useState(false);
  const retry = useRetryDocument(document);
  const remove = useDeleteDocument(document);
  const onError = (thrown: unknown) => toastError(t('not_done'), thrown);
  const deleted = () => {
    toast(t('document_deleted', { name }));
    onClose();
  };
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="min-w-0 text-lg font-semibold break-words">{title ?? name}</h3>
        <DocumentBadge state={state} stale={stale} always />
      </div>
      <div className="flex flex-wrap gap-2">
        {state === 'ready' && (
          <Link to="/knowledge/documents/$documentId" params={{ documentId: id }} className={buttonVariants()}>
            <BookOpenText aria-hidden />
            {t('read_text')}
          </Link>
        )}
        <OriginalButton document={document} />
        {canChange && (state === 'failed' || stale) && (
          <Button variant="outline" disabled={retry.isPending} onClick={() => retry.mutate(undefined, { onError })}>
            <RotateCcw aria-hidden />
            {t('read_again')}
          </Button>
        )}
        {canChange && (
          <Button variant="outline" disabled={remove.isPending} onClick={() => setAsking(true)}>
            <Trash2 aria-hidden />
            {t('delete')}
          </Button>
        )}
      </div>
      <AlertDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('delete_document', { name })}
        description={t(document.source_id === null ? 'delete_document_description' : 'delete_followed_description')}
        confirm={t('delete')}
        onConfirm={() => remove.mutate(undefined, { onSuccess: deleted, onError })}
      />
    </div>
  );
}

/** Why it could not be read, and what could not be read in full. */
function Troubles({ document: { state, error, warnings } }: { document: Document }) {
  const { t } = useTranslation('knowledge');
  return (
    <>
      {state === 'failed' && (
        <p role="alert" className="bg-destructive-soft text-destructive rounded-lg px-3 py-2 text-sm break-words">
          {asSentence(error?.message ?? t('failed_silently'))}
        </p>
      )}
      {warnings.length > 0 && (
        <section aria-label={t('warnings')} className="flex flex-col gap-2">
          <h4 className="text-sm font-semibold">{t('warnings')}</h4>
          <ul className="bg-warning-soft text-warning flex flex-col gap-1 rounded-lg px-3 py-2 text-sm">
            {warnings.map(({ code, message }, index) => (
              <li key={`${code}-${String(index)}`} className="break-words">
                {asSentence(message)}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Facts({ document }: { document: Document }) {
  const { t, i18n } = useTranslation('knowledge');
  const { name, path, media_type, bytes, author, language, pages, characters, chunks, created_at, indexed_at } = document;
  const named = language === null ? null : languageName(language, i18n.language);
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5 text-sm">
      <Fact name={t('file')}>{name}</Fact>
      {path !== null && <Fact name={t('path')}>{path}</Fact>}
      <Fact name={t('kind')}>{media_type}</Fact>
      <Fact name={t('size')}>{formatBytes(bytes)}</Fact>
      {author !== null && <Fact name={t('author')}>{author}</Fact>}
      {named !== null && <Fact name={t('language')}>{named}</Fact>}
      {pages !== null && <Fact name={t('pages')}>{formatNumber(pages)}</Fact>}
      {!isInWork(document) && <Fact name={t('characters')}>{formatNumber(characters)}</Fact>}
      {!isInWork(document) && <Fact name={t('pieces')}>{formatNumber(chunks)}</Fact>}
      <Fact name={t('added_at')}>{formatMoment(created_at)}</Fact>
      {indexed_at !== null && <Fact name={t('indexed_at')}>{formatMoment(indexed_at)}</Fact>}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted-foreground">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}

/** A document may claim a language that nobody knows. */
function languageName(tag: string, reader: string): string {
  try {
    return new Intl.DisplayNames([reader], { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}
