import { useId } from 'react';
import { Switch } from '@/components/ui/switch';

type Props = { label: string; hint: string; checked: boolean; disabled?: boolean; onChange: (checked: boolean) => void };

/** A switch with its name and what it means. */
export function SwitchRow({ label, hint, checked, disabled = false, onChange }: Props) {
  const id = useId();
  return (
    <div className="flex items-center justify-between gap-4">
      <div>
        <p id={id} className="text-sm font-medium">
          {label}
        </p>
        <p id={`${id}-hint`} className="text-muted-foreground text-xs">
          {hint}
        </p>
      </div>
      <Switch aria-labelledby={id} aria-describedby={`${id}-hint`} checked={checked} disabled={disabled} onCheckedChange={onChange} />
    </div>
  );
}
