import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { ConversationSummary } from '@/api/generated';
import { cn } from '@/lib/cn';
import { ConversationMarks } from './conversation-marks';
import { ConversationMenu } from './conversation-menu';
import { RenameConversation } from './rename-conversation';

/** One conversation of the list; a double click renames it. */
export function ConversationRow({ conversation }: { conversation: ConversationSummary }) {
  const [renaming, setRenaming] = useState(false);
  const { conversationId } = useParams({ strict: false });
  const open = conversationId === conversation.id;
  if (renaming) {
    return (
      <li>
        <RenameConversation conversation={conversation} onDone={() => setRenaming(false)} />
      </li>
    );
  }
  return (
    <li
      className={cn(
        'group/row hover:bg-sidebar-accent has-data-popup-open:bg-sidebar-accent relative flex items-center rounded-lg',
        open && 'bg-sidebar-accent',
      )}
    >
      <Link
        to="/c/$conversationId"
        params={{ conversationId: conversation.id }}
        aria-current={open ? 'page' : undefined}
        onDoubleClick={() => setRenaming(true)}
        className="flex min-h-9 min-w-0 flex-1 items-center gap-2 rounded-lg py-1.5 pr-1 pl-2 text-sm pointer-coarse:min-h-11"
      >
        <span className={cn('min-w-0 flex-1 truncate', conversation.unread && !open && 'font-semibold')}>
          {conversation.title}
        </span>
        <ConversationMarks conversation={conversation} open={open} />
      </Link>
      <ConversationMenu conversation={conversation} onRename={() => setRenaming(true)} />
    </li>
  );
}
