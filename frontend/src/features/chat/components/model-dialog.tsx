import { useTranslation } from 'react-i18next';
import type { ModelChoice } from '@/api/generated';
import { Dialog, DialogContent, DialogTitle } from '@/components/ui/dialog';
import { LazyModelList } from './lazy-model-list';

interface Props {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  chosen: ModelChoice | null;
  onChoose: (model: ModelChoice) => void;
}

/** Chooses a model in a dialog. */
export function ModelDialog({ open, onOpenChange, chosen, onChoose }: Props) {
  const { t } = useTranslation('chat');
  const choose = (model: ModelChoice) => {
    onOpenChange(false);
    onChoose(model);
  };
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent className="gap-0 p-0">
        <DialogTitle className="px-4 pt-4 pb-2 text-base">{t('choose_model')}</DialogTitle>
        <LazyModelList chosen={chosen} onChoose={choose} />
      </DialogContent>
    </Dialog>
  );
}
