import { RotateCcw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationSummary } from '@/api/generated';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { IconButton } from '@/components/ui/icon-button';
import { usePurgeConversation } from '../api/purge-conversation';
import { useRestoreConversation } from '../api/restore-conversation';
import { ConversationTags } from './conversation-tags';

/** A deleted conversation, to be restored or deleted for good. */
export function BinRow({ conversation: { id, title, tag_ids } }: { conversation: ConversationSummary }) {
  const { t } = useTranslation('conversations');
  const [asking, setAsking] = useState(false);
  const restore = useRestoreConversation();
  const purge = usePurgeConversation();
  return (
    <li className="hover:bg-sidebar-accent flex items-center rounded-lg pl-2 text-sm">
      <span className="flex min-w-0 flex-1 items-center gap-1 pr-1">
        <span className="text-muted-foreground min-w-0 flex-1 truncate">{title}</span>
        <ConversationTags tagIds={tag_ids} />
      </span>
      <IconButton label={t('restore_named', { title })} size="icon-sm" onClick={() => restore.mutate(id)}>
        <RotateCcw aria-hidden />
      </IconButton>
      <IconButton label={t('purge_named', { title })} size="icon-sm" onClick={() => setAsking(true)}>
        <Trash2 aria-hidden />
      </IconButton>
      <AlertDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('purge_title')}
        description={t('purge_text', { title })}
        confirm={t('purge')}
        onConfirm={() => purge.mutate(id)}
      />
    </li>
  );
}
