import { Tooltip as BaseTooltip } from '@base-ui/react/tooltip';
import type { ReactElement, ReactNode } from 'react';

export const TooltipProvider = BaseTooltip.Provider;

type Props = {
  content: ReactNode;
  shortcut?: string | undefined;
  side?: 'top' | 'bottom' | 'left' | 'right';
  /** The control that is explained; it must take a ref and spread its props. */
  children: ReactElement;
};

/** A short explanation on hover and focus. It repeats, never replaces, the control's name. */
export function Tooltip({ content, shortcut, side = 'bottom', children }: Props) {
  return (
    <BaseTooltip.Root>
      <BaseTooltip.Trigger render={children} />
      <BaseTooltip.Portal>
        <BaseTooltip.Positioner side={side} sideOffset={6} className="z-60">
          <BaseTooltip.Popup className="bg-foreground text-background flex items-center gap-2 rounded-md px-2 py-1 text-xs shadow-md">
            {content}
            {shortcut !== undefined && <kbd className="font-mono opacity-75">{shortcut}</kbd>}
          </BaseTooltip.Popup>
        </BaseTooltip.Positioner>
      </BaseTooltip.Portal>
    </BaseTooltip.Root>
  );
}
