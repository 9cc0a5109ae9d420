import { Link } from '@tanstack/react-router';
import { FileText } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useAttachment } from '../api/read-attachment';

const SHAPE = 'bg-card flex max-w-60 items-center gap-2 rounded-xl border px-3 py-2 text-sm pointer-coarse:min-h-11';

/** A file of a sent message; it opens its text where that could be read. */
export function FileChip({ attachmentId }: { attachmentId: string }) {
  const { t } = useTranslation('sources');
  const { data, isError } = useAttachment(attachmentId);
  const content = (
    <>
      <FileText className="text-muted-foreground size-4 shrink-0" aria-hidden />
      <span className="truncate">{data?.name ?? t(isError ? 'file_gone' : 'file_of_message')}</span>
    </>
  );
  const documentId = data?.document?.state === 'ready' ? data.document.id : undefined;
  return (
    <li className="max-w-full">
      {documentId === undefined ? (
        <span className={SHAPE} title={data?.name}>
          {content}
        </span>
      ) : (
        <Link to="/knowledge/documents/$documentId" params={{ documentId }} className={`${SHAPE} hover:bg-accent`} title={data?.name}>
          {content}
        </Link>
      )}
    </li>
  );
}
