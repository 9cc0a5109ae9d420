import { useTranslation } from 'react-i18next';
import { Dialog, DialogContent, DialogHeader, DialogTitle } from '@/components/ui/dialog';
import { useTagChanges, useTags } from '../api/tags';
import { useUpdateConversation } from '../api/update-conversation';
import { useTagDialog } from '../model/tag-dialog-store';
import { NewTagForm } from './new-tag-form';
import { TagRow } from './tag-row';

/** Makes, renames, colours and removes tags. */
export function TagDialog() {
  const { t } = useTranslation('conversations');
  const { open, assignTo } = useTagDialog();
  const tags = useTags();
  const { create, update, remove } = useTagChanges();
  const conversation = useUpdateConversation();
  const add = async (name: string, color: string) => {
    const tag = await create.mutateAsync({ name, color });
    if (assignTo) conversation.mutate({ id: assignTo.id, change: { tag_ids: [...assignTo.tag_ids, tag.id] } });
  };
  return (
    <Dialog open={open} onOpenChange={(next) => useTagDialog.setState({ open: next })}>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>{t('tags')}</DialogTitle>
        </DialogHeader>
        {tags.length > 0 && (
          <ul className="flex flex-col gap-2">
            {tags.map((tag) => (
              <TagRow key={tag.id} tag={tag} onChange={update.mutate} onRemove={() => remove.mutate(tag.id)} />
            ))}
          </ul>
        )}
        <NewTagForm onAdd={add} />
      </DialogContent>
    </Dialog>
  );
}
