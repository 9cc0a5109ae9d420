import { useParams, useRouter, useSearch } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { asSentence } from '@/api/as-sentence';
import type { Document } from '@/api/knowledge-types';
import { Faces } from '@/components/faces';
import { IconButton } from '@/components/ui/icon-button';
import { Spinner } from '@/components/ui/spinner';
import { Tabs, TabsList, TabsPanel, TabsTab } from '@/components/ui/tabs';
import { useDocument } from '../api/documents';
import { BackLink } from './back-link';
import { ChunkList } from './chunk-list';
import { DocumentText } from './document-text';
import { KnowledgeFrame } from './knowledge-frame';
import { OriginalButton } from './original-button';

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
    <Tabs defaultValue="text" className="flex flex-col gap-4">
      <TabsList aria-label={t('document')} className="self-start">
        <TabsTab value="text">{t('view_text')}</TabsTab>
        <TabsTab value="pieces">{t('view_pieces')}</TabsTab>
      </TabsList>
      <TabsPanel value="text">
        <DocumentText document={document} mark={start === undefined || end === undefined ? null : { start, end }} />
      </TabsPanel>
      <TabsPanel value="pieces">
        <ChunkList documentId={document.id} />
      </TabsPanel>
    </Tabs>
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
