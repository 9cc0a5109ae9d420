import { FilePlus2 } from 'lucide-react';
import { useRef, useState, type DragEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Collection } from '@/api/generated';
import { Button } from '@/components/ui/button';
import { cn } from '@/lib/cn';
import { TOUCH_ONLY } from '@/lib/platform';
import { useMediaQuery } from '@/lib/use-media-query';
import { enqueueFiles } from '../model/upload-queue';
import { DocumentFilters } from './document-filters';
import { DocumentList } from './document-list';
import { UploadList } from './upload-list';

/** The documents of a collection. Files may be dropped anywhere on it. */
export function DocumentsView({ collection }: { collection: Collection }) {
  const [dropping, setDropping] = useState(false);
  const { id, can_change } = collection;
  const takesFiles = can_change && {
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes('Files')) return;
      event.preventDefault();
      setDropping(true);
    },
    onDragLeave: () => setDropping(false),
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      setDropping(false);
      enqueueFiles(id, event.dataTransfer.files);
    },
  };
  return (
    // A drop is one more way in; the button is the one that all can use.
    <div className="flex flex-col gap-4" {...takesFiles}>
      {can_change && <AddFiles collectionId={id} dropping={dropping} />}
      <UploadList collectionId={id} />
      <DocumentFilters counts={collection.documents} />
      <DocumentList collection={collection} />
    </div>
  );
}

function AddFiles({ collectionId, dropping }: { collectionId: string; dropping: boolean }) {
  const { t } = useTranslation('knowledge');
  const input = useRef<HTMLInputElement>(null);
  const touchOnly = useMediaQuery(TOUCH_ONLY);
  return (
    <div
      className={cn(
        'flex flex-wrap items-center gap-x-4 gap-y-2 rounded-xl border border-dashed px-4 py-3 transition-colors',
        dropping && 'border-primary bg-primary-soft',
      )}
    >
      <Button onClick={() => input.current?.click()}>
        <FilePlus2 aria-hidden />
        {t('add_files')}
      </Button>
      <p className="text-muted-foreground min-w-0 flex-1 basis-52 text-sm">{t(dropping ? 'drop_now' : touchOnly ? 'formats_hint' : 'drop_hint')}</p>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={t('add_files')}
        onChange={(event) => {
          enqueueFiles(collectionId, event.target.files ?? []);
          event.target.value = '';
        }}
      />
    </div>
  );
}
