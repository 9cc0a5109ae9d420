import { SlidersHorizontal } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '@/components/ui/icon-button';
import { toggleParametersPanel, useParametersPanel } from '../model/panel-store';
import { ConversationTitle } from './conversation-title';
import { ModelPicker } from './model-picker';
import { TemporaryToggle } from './temporary-toggle';

/** What the chat is, who answers, and how. */
export function ChatHeader({ conversationId }: { conversationId: string | null }) {
  const { t } = useTranslation('chat');
  const { open } = useParametersPanel();
  return (
    <header className="flex h-14 shrink-0 items-center gap-1 pr-2 pl-(--header-inset) sm:pr-3">
      <ModelPicker conversationId={conversationId} />
      <ConversationTitle conversationId={conversationId} />
      <div className="ml-auto flex items-center gap-1">
        <TemporaryToggle conversationId={conversationId} />
        <IconButton label={t('parameters')} aria-expanded={open} onClick={toggleParametersPanel}>
          <SlidersHorizontal aria-hidden />
        </IconButton>
      </div>
    </header>
  );
}
