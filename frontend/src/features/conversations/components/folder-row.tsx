import { Ellipsis, Folder as FolderIcon, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Folder } from '@/api/generated';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuTrigger } from '@/components/ui/dropdown-menu';
import { openFolder } from '@/lib/open-folder';
import { useFolderChanges } from '../api/folders';
import { useRenameFromMenu } from '../model/use-rename-from-menu';
import { InlineName } from './inline-name';
import { rowMenuClass } from './row-menu-class';

/** One folder; choosing it lists what is in it. */
export function FolderRow({ folder: { id, name } }: { folder: Folder }) {
  const { t } = useTranslation('conversations');
  const [mode, setMode] = useState<'shown' | 'renaming' | 'asking'>('shown');
  const { rename, remove } = useFolderChanges();
  const menu = useRenameFromMenu(() => setMode('renaming'));
  const done = () => setMode('shown');
  if (mode === 'renaming') {
    return (
      <li>
        <InlineName label={t('folder_name')} name={name} maxLength={100} onDone={done} onSave={(next) => rename.mutate({ id, name: next })} />
      </li>
    );
  }
  return (
    <li className="group/row hover:bg-sidebar-accent has-data-popup-open:bg-sidebar-accent flex items-center rounded-lg">
      <button
        type="button"
        onClick={() => openFolder(id)}
        className="flex min-h-9 min-w-0 flex-1 items-center gap-2 rounded-lg py-1.5 pl-2 text-left text-sm pointer-coarse:min-h-11"
      >
        <FolderIcon className="text-muted-foreground size-4 shrink-0" aria-hidden />
        <span className="truncate">{name}</span>
      </button>
      <DropdownMenu>
        <DropdownMenuTrigger
          render={
            <Button
              variant="ghost"
              size="icon-sm"
              aria-label={t('menu_of', { title: name })}
              className={rowMenuClass}
            />
          }
        >
          <Ellipsis aria-hidden />
        </DropdownMenuTrigger>
        <DropdownMenuContent finalFocus={menu.finalFocus}>
          <DropdownMenuItem onClick={menu.rename}>
            <Pencil aria-hidden />
            {t('rename')}
          </DropdownMenuItem>
          <DropdownMenuItem variant="destructive" onClick={() => setMode('asking')}>
            <Trash2 aria-hidden />
            {t('delete')}
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <AlertDialog
        open={mode === 'asking'}
        onOpenChange={(open) => !open && done()}
        title={t('delete_folder_title', { name })}
        description={t('delete_folder_text')}
        confirm={t('delete')}
        onConfirm={() => remove.mutate(id)}
      />
    </li>
  );
}
