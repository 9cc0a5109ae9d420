import { Archive, MessagesSquare, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { cn } from '@/lib/cn';
import { openFolder } from '@/lib/open-folder';
import { useSidebar } from '../model/sidebar-store';

const VIEWS = [
  { view: 'active', icon: MessagesSquare },
  { view: 'archived', icon: Archive },
  { view: 'bin', icon: Trash2 },
] as const;

type View = (typeof VIEWS)[number]['view'];

function show(view: View): void {
  openFolder(null);
  useSidebar.setState({ view, tagId: null, query: '' });
}

/** Shows current, archived or deleted conversations. */
export function ViewSwitch() {
  const { t } = useTranslation('conversations');
  const current = useSidebar(({ view }) => view);
  return (
    <div role="group" aria-label={t('view.label')} className="flex shrink-0 gap-1 border-t px-2 py-1.5">
      {VIEWS.map(({ view, icon: Icon }) => (
        <button
          key={view}
          type="button"
          aria-pressed={view === current}
          onClick={() => show(view)}
          className={cn(
            'text-muted-foreground hover:bg-sidebar-accent flex h-8 min-w-0 flex-auto items-center justify-center gap-1.5 rounded-md px-1 text-xs pointer-coarse:h-11',
            view === current && 'bg-sidebar-accent text-foreground font-medium',
          )}
        >
          <Icon className="size-3.5 shrink-0" aria-hidden />
          <span className="truncate">{t(`view.${view}`)}</span>
        </button>
      ))}
    </div>
  );
}
