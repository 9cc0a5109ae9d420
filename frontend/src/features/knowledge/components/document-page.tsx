import { useParams, useRouter, useSearch } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asSentence } from '@/api/as-sentence';
import type { Document } from '@/api/generated';
import { Faces } from '@/components/faces';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { Spinner } from '@/components/ui/spinner';
import { useDocument } from '../api/documents';
import { BackLink } from './back-link';
import { ChunkList } from './chunk-list';
import { DocumentText } from './document-text';
import { KnowledgeFrame } from './knowledge-frame';
import { OriginalButton } from './original-button';

const VIEWS = ['text', 'pieces'] as const;

/** The text of a document, with the passage marked that the address names. */
export function DocumentPage() {
  const { t } = useTranslation('knowledge');
  const { documentId = '' } = useParams({ strict: false });
  const { page } = useSearch({ strict: false });
  const document = useDocument(documentId);
  const { data } = document;
  return (
    <KnowledgeFrame
      title={data === undefined ? t('document') : (data.title ?? data.name)}
      back={<Back collectionId={data?.collection_id ?? null} />}
      actions={data !== undefined && <OriginalButton compact document={data} page={page} />}
    >
      <Faces query={document}>{(known) => <Content key={known.id} document={known} />}</Faces>
    </KnowledgeFrame>
  );
}

function Content({ document }: { document: Document }) {
  const { t } = useTranslation('knowledge');
  const { start, end } = useSearch({ strict: false });
  const [view, setView] = useState<(typeof VIEWS)[number]>('text');
  if (document.state === 'failed') {
    return (
      <p role="alert" className="bg-destructive-soft text-destructive rounded-lg px-3 py-2 text-sm break-words">
        {asSentence(document.error?.message ?? t('failed_silently'))}
      </p>
    );
  }
  if (document.state !== 'ready') {
    return (
      <p role="status" className="text-muted-foreground flex items-center gap-2 text-sm">
        <Spinner />
        {t(`state_${document.state}`)}
      </p>
    );
  }
  return (
    <>
      <div role="group" aria-label={t('document')} className="bg-muted flex gap-1 self-start rounded-lg p-1">
        {VIEWS.map((name) => (
          <Button
            key={name}
            size="sm"
            variant="ghost"
            aria-pressed={view === name}
            className="text-muted-foreground aria-pressed:bg-card aria-pressed:text-foreground aria-pressed:shadow-sm"
            onClick={() => setView(name)}
          >
            {t(`view_${name}`)}
          </Button>
        ))}
      </div>
      {view === 'text' ? (
        <DocumentText document={document} mark={start === undefined || end === undefined ? null : { start, end }} />
      ) : (
        <ChunkList documentId={document.id} />
      )}
    </>
  );
}

/** To its collection; from a file of a chat, to where one came from. */
function Back({ collectionId }: { collectionId: string | null }) {
  const { t } = useTranslation('knowledge');
  const { history } = useRouter();
  if (collectionId !== null) {
    return <BackLink to="/knowledge/$collectionId" params={{ collectionId }} label={t('back_to_collection')} />;
  }
  return (
    <IconButton label={t('back')} className="-ml-2" onClick={() => history.back()}>
      <ArrowLeft aria-hidden />
    </IconButton>
  );
}
