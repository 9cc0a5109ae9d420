import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { ColorField } from './color-field';

const COLORS = ['#1f6b61', '#b1352a', '#8a5a08', '#1d5f8a', '#9a3b6b', '#3f6a1f'];

function nextColor(color: string): string {
  return COLORS[(COLORS.indexOf(color) + 1) % COLORS.length] ?? '#1f6b61';
}

/** Makes a tag. */
export function NewTagForm({ onAdd }: { onAdd: (name: string, color: string) => Promise<void> }) {
  const { t } = useTranslation('conversations');
  const [name, setName] = useState('');
  const [color, setColor] = useState('#1f6b61');
  const add = async () => {
    await onAdd(name.trim(), color);
    setName('');
    setColor(nextColor);
  };
  return (
    <form
      className="flex items-center gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        // A refusal is told by the mutation; the name stays to be corrected.
        void add().catch(() => undefined);
      }}
    >
      <ColorField label={t('color')} value={color} onChange={setColor} />
      <Input
        value={name}
        maxLength={50}
        aria-label={t('new_tag')}
        placeholder={t('new_tag')}
        onChange={(event) => setName(event.target.value)}
      />
      <Button type="submit" disabled={name.trim() === ''}>
        {t('add')}
      </Button>
    </form>
  );
}
