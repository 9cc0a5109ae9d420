import { Switch as BaseSwitch } from '@base-ui/react/switch';
import { cn } from '@/lib/cn';

/** On or off, at once. */
export function Switch({ className, ...props }: BaseSwitch.Root.Props) {
  return (
    <BaseSwitch.Root
      className={cn(
        'bg-input data-checked:bg-primary relative inline-flex h-6 w-11 shrink-0 items-center rounded-full p-0.5 transition-colors data-disabled:opacity-50',
        // The target is larger than what is drawn.
        'pointer-coarse:after:absolute pointer-coarse:after:-inset-2.5',
        className as string,
      )}
      {...props}
    >
      <BaseSwitch.Thumb className="bg-card size-5 rounded-full shadow-sm transition-transform data-checked:translate-x-5" />
    </BaseSwitch.Root>
  );
}
