import { Menu } from '@base-ui/react/menu';
import { Check, ChevronRight } from 'lucide-react';
import type { ComponentProps } from 'react';
import { cn } from '@/lib/cn';

export const DropdownMenu = Menu.Root;
export const DropdownMenuTrigger = Menu.Trigger;
export const DropdownMenuGroup = Menu.Group;
export const DropdownMenuRadioGroup = Menu.RadioGroup;
export const DropdownMenuSub = Menu.SubmenuRoot;

/** Classes of every floating list. */
export const popupClass =
  'z-50 min-w-44 max-h-(--available-height) origin-(--transform-origin) overflow-y-auto rounded-lg border bg-popover p-1 text-popover-foreground shadow-lg outline-none transition-[opacity,scale] duration-100 data-ending-style:scale-95 data-ending-style:opacity-0 data-starting-style:scale-95 data-starting-style:opacity-0';

/** Classes of every row of a floating list. */
export const itemClass =
  'flex min-h-8 cursor-default items-center gap-2 rounded-md px-2 py-1.5 text-sm outline-none select-none data-disabled:pointer-events-none data-disabled:opacity-50 data-highlighted:bg-accent data-highlighted:text-accent-foreground pointer-coarse:min-h-11 [&_svg]:shrink-0 [&_svg:not([class*=size-])]:size-4';

type ContentProps = Menu.Popup.Props & Pick<Menu.Positioner.Props, 'align' | 'side' | 'sideOffset'>;

export function DropdownMenuContent({ className, align = 'start', side, sideOffset = 4, ...props }: ContentProps) {
  return (
    <Menu.Portal>
      <Menu.Positioner align={align} side={side} sideOffset={sideOffset} className="z-50">
        <Menu.Popup className={cn(popupClass, className as string)} {...props} />
      </Menu.Positioner>
    </Menu.Portal>
  );
}

type ItemProps = Menu.Item.Props & { variant?: 'default' | 'destructive' };

export function DropdownMenuItem({ className, variant = 'default', ...props }: ItemProps) {
  return (
    <Menu.Item
      className={cn(
        itemClass,
        variant === 'destructive' && 'text-destructive data-highlighted:bg-destructive-soft data-highlighted:text-destructive',
        className as string,
      )}
      {...props}
    />
  );
}

/** A row that is a link; give it the router's link as `render`. */
export function DropdownMenuLinkItem({ className, ...props }: Menu.LinkItem.Props) {
  return <Menu.LinkItem className={cn(itemClass, className as string)} {...props} />;
}

export function DropdownMenuRadioItem({ className, children, ...props }: Menu.RadioItem.Props) {
  return (
    <Menu.RadioItem className={cn(itemClass, className as string)} {...props}>
      <span className="grid size-4 place-items-center">
        <Menu.RadioItemIndicator>
          <Check aria-hidden />
        </Menu.RadioItemIndicator>
      </span>
      {children}
    </Menu.RadioItem>
  );
}

export function DropdownMenuCheckboxItem({ className, children, ...props }: Menu.CheckboxItem.Props) {
  return (
    <Menu.CheckboxItem className={cn(itemClass, className as string)} {...props}>
      <span className="grid size-4 place-items-center">
        <Menu.CheckboxItemIndicator>
          <Check aria-hidden />
        </Menu.CheckboxItemIndicator>
      </span>
      {children}
    </Menu.CheckboxItem>
  );
}

export function DropdownMenuSubTrigger({ className, children, ...props }: Menu.SubmenuTrigger.Props) {
  return (
    <Menu.SubmenuTrigger className={cn(itemClass, className as string)} {...props}>
      {children}
      <ChevronRight className="ml-auto" aria-hidden />
    </Menu.SubmenuTrigger>
  );
}

/** Names the group it stands in; it must be inside a `DropdownMenuGroup` or a radio group. */
export function DropdownMenuLabel({ className, ...props }: Menu.GroupLabel.Props) {
  return (
    <Menu.GroupLabel
      className={cn('text-muted-foreground px-2 py-1.5 text-xs font-medium', className as string)}
      {...props}
    />
  );
}

export function DropdownMenuSeparator() {
  return <Menu.Separator className="bg-border -mx-1 my-1 h-px" />;
}

export function DropdownMenuShortcut({ className, ...props }: ComponentProps<'kbd'>) {
  return <kbd className={cn('text-muted-foreground ml-auto pl-4 font-sans text-xs', className)} {...props} />;
}
