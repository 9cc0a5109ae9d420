import { FolderInput } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ConversationSummary } from '@/api/generated';
import {
  DropdownMenuContent,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSub,
  DropdownMenuSubTrigger,
} from '@/components/ui/dropdown-menu';
import { useFolders } from '../api/folders';

const NO_FOLDER = '';

interface Props {
  conversation: ConversationSummary;
  onMove: (folderId: string | null) => void;
}

/** Moves a conversation into a folder, or out of it. */
export function MoveMenu({ conversation, onMove }: Props) {
  const { t } = useTranslation('conversations');
  const folders = useFolders();
  if (folders.length === 0) return null;
  return (
    <DropdownMenuSub>
      <DropdownMenuSubTrigger>
        <FolderInput aria-hidden />
        {t('move')}
      </DropdownMenuSubTrigger>
      <DropdownMenuContent>
        <DropdownMenuRadioGroup
          value={conversation.folder_id ?? NO_FOLDER}
          onValueChange={(value: string) => onMove(value === NO_FOLDER ? null : value)}
        >
          <DropdownMenuRadioItem value={NO_FOLDER}>{t('no_folder')}</DropdownMenuRadioItem>
          {folders.map(({ id, name }) => (
            <DropdownMenuRadioItem key={id} value={id}>
              {name}
            </DropdownMenuRadioItem>
          ))}
        </DropdownMenuRadioGroup>
      </DropdownMenuContent>
    </DropdownMenuSub>
  );
}
