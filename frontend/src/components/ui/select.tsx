import { Select as BaseSelect } from '@base-ui/react/select';
import { Check, ChevronsUpDown } from 'lucide-react';
import { cn } from '@/lib/cn';
import { itemClass, popupClass } from './dropdown-menu';
import { fieldClass } from './input';

/** One choice of a select. */
export type Option<T> = { value: T; label: string };

type Props<T> = {
  options: Option<T>[];
  value: T;
  onValueChange: (value: T) => void;
  id?: string;
  disabled?: boolean;
  className?: string;
  'aria-label'?: string;
  'aria-describedby'?: string | undefined;
  'aria-invalid'?: boolean | undefined;
};

/** One of a few values. */
export function Select<T extends string | null>({ options, value, onValueChange, disabled, className, ...trigger }: Props<T>) {
  return (
    <BaseSelect.Root
      items={options}
      value={value}
      disabled={disabled ?? false}
      onValueChange={(next) => onValueChange(next as T)}
    >
      <BaseSelect.Trigger
        {...trigger}
        className={cn(fieldClass, 'flex h-10 items-center justify-between gap-2 text-left pointer-coarse:h-11', className)}
      >
        <BaseSelect.Value className="truncate" />
        <BaseSelect.Icon>
          <ChevronsUpDown className="text-muted-foreground size-4" aria-hidden />
        </BaseSelect.Icon>
      </BaseSelect.Trigger>
      <BaseSelect.Portal>
        <BaseSelect.Positioner sideOffset={4} alignItemWithTrigger={false} className="z-50">
          <BaseSelect.Popup className={cn(popupClass, 'min-w-(--anchor-width)')}>
            {options.map((option) => (
              <BaseSelect.Item key={option.value ?? ''} value={option.value} className={itemClass}>
                <BaseSelect.ItemText>{option.label}</BaseSelect.ItemText>
                <BaseSelect.ItemIndicator className="ml-auto">
                  <Check aria-hidden />
                </BaseSelect.ItemIndicator>
              </BaseSelect.Item>
            ))}
          </BaseSelect.Popup>
        </BaseSelect.Positioner>
      </BaseSelect.Portal>
    </BaseSelect.Root>
  );
}
