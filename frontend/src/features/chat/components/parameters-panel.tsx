import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '@/components/ui/icon-button';
import { Sheet, SheetContent } from '@/components/ui/sheet';
import { useMediaQuery } from '@/lib/use-media-query';
import { useParametersPanel } from '../model/panel-store';
import { useChosenModel } from '../model/use-chosen-model';
import { LazyParametersForm } from './lazy-parameters-form';

/** From this width on the panel stands beside the thread. */
const WIDE = '(min-width: 64rem)';

/** How the model is to answer in this conversation: beside the thread, or over it where there is no room. */
export function ParametersPanel({ conversationId }: { conversationId: string | null }) {
  const { t } = useTranslation('chat');
  const wide = useMediaQuery(WIDE);
  const { open } = useParametersPanel();
  const { parameters, change } = useChosenModel(conversationId);
  const setOpen = (next: boolean) => useParametersPanel.setState({ open: next });
  const form = <LazyParametersForm parameters={parameters} onChange={(next) => change({ parameters: next })} />;

  if (!wide) {
    return (
      <Sheet open={open} onOpenChange={setOpen}>
        <SheetContent title={t('parameters')}>{form}</SheetContent>
      </Sheet>
    );
  }
  if (!open) return null;
  return (
    <aside aria-label={t('parameters')} className="bg-card flex w-80 shrink-0 flex-col border-l">
      <div className="flex h-14 shrink-0 items-center justify-between pr-2 pl-4">
        <h2 className="font-semibold">{t('parameters')}</h2>
        <IconButton label={t('close')} onClick={() => setOpen(false)}>
          <X aria-hidden />
        </IconButton>
      </div>
      {form}
    </aside>
  );
}
