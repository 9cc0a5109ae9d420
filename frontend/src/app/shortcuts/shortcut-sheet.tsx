import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog, DialogContent, DialogHeader, DialogTitle } from '@/components/ui/dialog';
import { Kbd } from '@/components/ui/kbd';
import { useShell } from '@/lib/shell-store';
import { SHORTCUTS } from './shortcut-list';

/** All shortcuts on one sheet. */
export function ShortcutSheet() {
  const { t } = useTranslation();
  const open = useShell((shell) => shell.shortcutsOpen);
  return (
    <Dialog open={open} onOpenChange={(next) => useShell.setState({ shortcutsOpen: next })}>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>{t('shortcuts')}</DialogTitle>
        </DialogHeader>
        {SHORTCUTS.map((group) => (
          <section key={group.label} className="flex flex-col gap-1">
            <h3 className="text-muted-foreground text-xs font-medium">{t(group.label)}</h3>
            <dl className="divide-y">
              {group.rows.map(({ keys, label }) => (
                <div key={label} className="flex items-center justify-between gap-4 py-2 text-sm">
                  <dt>{t(label)}</dt>
                  <dd className="flex items-center gap-1">
                    {keys.map((pressed, index) => (
                      <Fragment key={pressed.join()}>
                        {index > 0 && <span className="text-muted-foreground text-xs">{t('shortcut_or')}</span>}
                        {pressed.map((key) => (
                          <Kbd key={key}>{key}</Kbd>
                        ))}
                      </Fragment>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </DialogContent>
    </Dialog>
  );
}
