import { useId } from 'react';
import { cn } from '@/lib/cn';

type Props<T> = {
  legend: string;
  hint?: string;
  options: { value: T; label: string }[];
  value: T[];
  onChange: (value: T[]) => void;
  className?: string;
};

/** Any of several values, in the order of the options. */
export function CheckList<T extends string>({ legend, hint, options, value, onChange, className }: Props<T>) {
  const id = useId();
  const toggle = (one: T, on: boolean) =>
    onChange(options.map((option) => option.value).filter((other) => (other === one ? on : value.includes(other))));
  return (
    <fieldset className="flex min-w-0 flex-col gap-1.5" aria-describedby={hint === undefined ? undefined : id}>
      <legend className="mb-1.5 text-sm font-medium">{legend}</legend>
      <div className={cn('flex flex-wrap gap-x-5 gap-y-2', className)}>
        {options.map((option) => (
          <label key={option.value} className="flex max-w-full min-w-0 items-center gap-2 text-sm pointer-coarse:min-h-11">
            <input
              type="checkbox"
              className="accent-primary size-4 shrink-0"
              checked={value.includes(option.value)}
              onChange={(event) => toggle(option.value, event.target.checked)}
            />
            <span className="truncate">{option.label}</span>
          </label>
        ))}
      </div>
      {hint !== undefined && (
        <p id={id} className="text-muted-foreground text-xs">
          {hint}
        </p>
      )}
    </fieldset>
  );
}
