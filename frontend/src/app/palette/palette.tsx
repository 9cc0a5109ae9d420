import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog, DialogContent, DialogTitle } from '@/components/ui/dialog';
import { useShell } from '@/lib/shell-store';

const PaletteContent = lazy(() => import('./palette-content').then((module) => ({ default: module.PaletteContent })));

/** Commands and conversations behind one field; its code is loaded when it is first opened. */
export function Palette() {
  const { t } = useTranslation();
  const open = useShell((shell) => shell.paletteOpen);
  const close = () => useShell.setState({ paletteOpen: false });
  return (
    <Dialog open={open} onOpenChange={(next) => useShell.setState({ paletteOpen: next })}>
      <DialogContent className="top-[12dvh] max-w-xl translate-y-0 gap-0 overflow-hidden p-0 [&>button:last-of-type]:top-1 [&>button:last-of-type]:right-1 pointer-coarse:[&>button:last-of-type]:top-0">
        <DialogTitle className="sr-only">{t('palette')}</DialogTitle>
        <Suspense fallback={<div className="h-80" />}>
          <PaletteContent onDone={close} />
        </Suspense>
      </DialogContent>
    </Dialog>
  );
}
