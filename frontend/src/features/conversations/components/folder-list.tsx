import { FolderPlus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '@/components/ui/icon-button';
import { useFolderChanges, useFolders } from '../api/folders';
import { FolderRow } from './folder-row';
import { InlineName } from './inline-name';

/** The folders, and a way to make one. */
export function FolderList() {
  const { t } = useTranslation('conversations');
  const [adding, setAdding] = useState(false);
  const folders = useFolders();
  const { create } = useFolderChanges();
  return (
    <section aria-label={t('folders')} className="pt-1">
      <div className="text-muted-foreground flex items-center justify-between pl-2">
        <h3 className="text-xs font-medium">{t('folders')}</h3>
        <IconButton label={t('new_folder')} size="icon-sm" onClick={() => setAdding(true)}>
          <FolderPlus aria-hidden />
        </IconButton>
      </div>
      {adding && (
        <InlineName label={t('new_folder')} name="" maxLength={100} onSave={create.mutate} onDone={() => setAdding(false)} />
      )}
      <ul className="flex flex-col gap-px">
        {folders.map((folder) => (
          <FolderRow key={folder.id} folder={folder} />
        ))}
      </ul>
    </section>
  );
}
