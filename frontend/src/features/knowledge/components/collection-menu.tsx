import { useNavigate } from '@tanstack/react-router';
import { MoreHorizontal, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Collection } from '@/api/generated';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuTrigger } from '@/components/ui/dropdown-menu';
import { formatNumber } from '@/lib/format';
import { toast, toastError } from '@/lib/toast';
import { useDeleteCollection } from '../api/collections';
import { CollectionDialog } from './collection-dialog';

/** What those who may change a collection can do to it. */
export function CollectionMenu({ collection }: { collection: Collection }) {
  const { t } = useTranslation('knowledge');
  const { id, name, documents, chunks } = collection;
  const [open, setOpen] = useState<'edit' | 'delete'>();
  const navigate = useNavigate();
  const remove = useDeleteCollection(id);
  const confirm = () =>
    remove.mutate(undefined, {
      onSuccess: () => {
        toast(t('collection_deleted', { name }));
        void navigate({ to: '/knowledge' });
      },
      onError: (thrown) => toastError(t('not_deleted'), thrown),
    });
  return (
    <div className="relative">
      <DropdownMenu>
        <DropdownMenuTrigger
          render={
            <Button variant="ghost" size="icon" aria-label={t('more_for', { name })} disabled={remove.isPending}>
              <MoreHorizontal aria-hidden />
            </Button>
          }
        />
        <DropdownMenuContent align="end">
          <DropdownMenuItem onClick={() => setOpen('edit')}>
            <Pencil aria-hidden />
            {t('edit')}
          </DropdownMenuItem>
          <DropdownMenuItem variant="destructive" onClick={() => setOpen('delete')}>
            <Trash2 aria-hidden />
            {t('delete')}
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      {open === 'edit' && <CollectionDialog collection={collection} onClose={() => setOpen(undefined)} />}
      <AlertDialog
        open={open === 'delete'}
        onOpenChange={(next) => !next && setOpen(undefined)}
        title={t('delete_collection', { name })}
        description={t('delete_collection_description', {
          count: documents.total,
          documents: formatNumber(documents.total),
          pieces: formatNumber(chunks),
        })}
        confirm={t('delete')}
        onConfirm={confirm}
      />
    </div>
  );
}
