import type { KeyboardEvent } from 'react';
import { Input } from '@/components/ui/input';

interface Props {
  label: string;
  name: string;
  maxLength: number;
  onSave: (name: string) => void;
  onDone: () => void;
}

/** A name in a field. Enter or leaving it saves; Esc does not. */
export function InlineName({ label, name, maxLength, onSave, onDone }: Props) {
  const save = (next: string) => {
    if (next !== '' && next !== name) onSave(next);
    onDone();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') save(event.currentTarget.value.trim());
    if (event.key === 'Escape') onDone();
  };
  return (
    <Input
      autoFocus
      defaultValue={name}
      aria-label={label}
      maxLength={maxLength}
      className="h-9 px-2"
      onFocus={(event) => event.target.select()}
      onKeyDown={onKeyDown}
      onBlur={(event) => save(event.target.value.trim())}
    />
  );
}
