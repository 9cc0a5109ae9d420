import { useNavigate, useParams } from '@tanstack/react-router';
import { Archive, ArchiveRestore, Ellipsis, Pencil, Pin, PinOff, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ConversationSummary } from '@/api/generated';
import { Button } from '@/components/ui/button';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu';
import { useDeleteConversation } from '../api/delete-conversation';
import { useUpdateConversation, type SummaryChange } from '../api/update-conversation';
import { useRenameFromMenu } from '../model/use-rename-from-menu';
import { MoveMenu } from './move-menu';
import { TagMenu } from './tag-menu';
import { rowMenuClass } from './row-menu-class';

/** What can be done with a conversation. */
export function ConversationMenu({ conversation, onRename }: { conversation: ConversationSummary; onRename: () => void }) {
  const { t } = useTranslation('conversations');
  const navigate = useNavigate();
  const { conversationId } = useParams({ strict: false });
  const update = useUpdateConversation();
  const remove = useDeleteConversation();
  const { id, title, pinned, archived } = conversation;
  const { rename, finalFocus } = useRenameFromMenu(onRename);
  const change = (what: SummaryChange) => () => update.mutate({ id, change: what });
  const toBin = () => {
    remove.mutate(id);
    if (conversationId === id) void navigate({ to: '/' });
  };
  return (
    <DropdownMenu>
      <DropdownMenuTrigger
        render={
          <Button
            variant="ghost"
            size="icon-sm"
            aria-label={t('menu_of', { title })}
            className={rowMenuClass}
          />
        }
      >
        <Ellipsis aria-hidden />
      </DropdownMenuTrigger>
      <DropdownMenuContent finalFocus={finalFocus}>
        <DropdownMenuItem onClick={rename}>
          <Pencil aria-hidden />
          {t('rename')}
        </DropdownMenuItem>
        <DropdownMenuItem onClick={change({ pinned: !pinned })}>
          {pinned ? <PinOff aria-hidden /> : <Pin aria-hidden />}
          {t(pinned ? 'unpin' : 'pin')}
        </DropdownMenuItem>
        <MoveMenu conversation={conversation} onMove={(folder_id) => change({ folder_id })()} />
        <TagMenu conversation={conversation} onChange={(tag_ids) => change({ tag_ids })()} />
        <DropdownMenuItem onClick={change({ archived: !archived })}>
          {archived ? <ArchiveRestore aria-hidden /> : <Archive aria-hidden />}
          {t(archived ? 'unarchive' : 'archive')}
        </DropdownMenuItem>
        <DropdownMenuSeparator />
        <DropdownMenuItem variant="destructive" onClick={toBin}>
          <Trash2 aria-hidden />
          {t('delete')}
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
