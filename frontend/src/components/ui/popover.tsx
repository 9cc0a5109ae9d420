import { Popover as BasePopover } from '@base-ui/react/popover';
import { cn } from '@/lib/cn';
import { popupClass } from './dropdown-menu';

export const Popover = BasePopover.Root;
export const PopoverTrigger = BasePopover.Trigger;
export const PopoverClose = BasePopover.Close;
export const PopoverTitle = BasePopover.Title;

type Props = BasePopover.Popup.Props & Pick<BasePopover.Positioner.Props, 'align' | 'side' | 'sideOffset'>;

/** A floating panel beside its trigger. */
export function PopoverContent({ className, align = 'start', side, sideOffset = 6, ...props }: Props) {
  return (
    <BasePopover.Portal>
      <BasePopover.Positioner align={align} side={side} sideOffset={sideOffset} className="z-50">
        <BasePopover.Popup className={cn(popupClass, 'max-w-[calc(100vw-1rem)] p-3', className as string)} {...props} />
      </BasePopover.Positioner>
    </BasePopover.Portal>
  );
}
