import { Button, type ButtonProps } from './button';
import { Tooltip } from './tooltip';

type Props = Omit<ButtonProps, 'aria-label'> & {
  /** What the button does; its name and its tooltip. */
  label: string;
  /** Keys that do the same, shown in the tooltip. */
  shortcut?: string;
};

/** A button that shows only an icon. */
export function IconButton({ label, shortcut, variant = 'ghost', size = 'icon', ...props }: Props) {
  return (
    <Tooltip content={label} shortcut={shortcut}>
      <Button aria-label={label} variant={variant} size={size} {...props} />
    </Tooltip>
  );
}
