import { useTranslation } from 'react-i18next';
import type { Source } from '@/api/generated';
import { Dialog, DialogContent, DialogDescription, DialogHeader, DialogTitle } from '@/components/ui/dialog';
import { SourceForm } from './source-form';

type Props = { collectionId: string; /** The one that is changed; absent while one is added. */ source?: Source; onClose: () => void };

/** Adds a source, or changes how one is followed. */
export function SourceDialog({ collectionId, source, onClose }: Props) {
  const { t } = useTranslation('knowledge');
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>{t(source === undefined ? 'add_source' : 'edit_source')}</DialogTitle>
          <DialogDescription className="break-all">{source?.location ?? t('source_dialog_description')}</DialogDescription>
        </DialogHeader>
        <SourceForm collectionId={collectionId} source={source} onDone={onClose} />
      </DialogContent>
    </Dialog>
  );
}
