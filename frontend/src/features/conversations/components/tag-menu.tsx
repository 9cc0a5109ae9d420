import { Tag as TagIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ConversationSummary } from '@/api/generated';
import {
  DropdownMenuCheckboxItem,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSub,
  DropdownMenuSubTrigger,
} from '@/components/ui/dropdown-menu';
import { useTags } from '../api/tags';
import { useTagDialog } from '../model/tag-dialog-store';

interface Props {
  conversation: ConversationSummary;
  onChange: (tagIds: string[]) => void;
}

/** Gives tags to a conversation, or takes them. */
export function TagMenu({ conversation: { id, tag_ids }, onChange }: Props) {
  const { t } = useTranslation('conversations');
  const tags = useTags();
  const toggle = (tag: string, on: boolean) => onChange(on ? [...tag_ids, tag] : tag_ids.filter((other) => other !== tag));
  return (
    <DropdownMenuSub>
      <DropdownMenuSubTrigger>
        <TagIcon aria-hidden />
        {t('tags')}
      </DropdownMenuSubTrigger>
      <DropdownMenuContent>
        {tags.map((tag) => (
          <DropdownMenuCheckboxItem
            key={tag.id}
            checked={tag_ids.includes(tag.id)}
            onCheckedChange={(on) => toggle(tag.id, on)}
          >
            <span className="size-2.5 rounded-full" style={{ backgroundColor: tag.color }} aria-hidden />
            {tag.name}
          </DropdownMenuCheckboxItem>
        ))}
        <DropdownMenuItem onClick={() => useTagDialog.setState({ open: true, assignTo: { id, tag_ids } })}>
          {t(tags.length === 0 ? 'new_tag' : 'manage_tags')}
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenuSub>
  );
}
