import { Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Tag } from '@/api/generated';
import { IconButton } from '@/components/ui/icon-button';
import { Input } from '@/components/ui/input';
import { ColorField } from './color-field';

interface Props {
  tag: Tag;
  onChange: (tag: Tag) => void;
  onRemove: () => void;
}

/** One tag to change; its name is saved when the field is left. */
export function TagRow({ tag, onChange, onRemove }: Props) {
  const { t } = useTranslation('conversations');
  const rename = (name: string) => {
    if (name !== '' && name !== tag.name) onChange({ ...tag, name });
  };
  return (
    <li className="flex items-center gap-2">
      <ColorField label={t('color_of', { name: tag.name })} value={tag.color} onChange={(color) => onChange({ ...tag, color })} />
      <Input
        key={tag.name}
        defaultValue={tag.name}
        aria-label={t('name_of', { name: tag.name })}
        maxLength={50}
        onBlur={(event) => rename(event.target.value.trim())}
      />
      <IconButton label={t('delete_tag', { name: tag.name })} onClick={onRemove}>
        <Trash2 aria-hidden />
      </IconButton>
    </li>
  );
}
