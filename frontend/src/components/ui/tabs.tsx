import { Tabs as BaseTabs } from '@base-ui/react/tabs';
import { cn } from '@/lib/cn';

export const Tabs = BaseTabs.Root;

export function TabsList({ className, ...props }: BaseTabs.List.Props) {
  return (
    <BaseTabs.List
      className={cn('bg-muted inline-flex max-w-full gap-1 overflow-x-auto rounded-lg p-1', className as string)}
      {...props}
    />
  );
}

export function TabsTab({ className, ...props }: BaseTabs.Tab.Props) {
  return (
    <BaseTabs.Tab
      className={cn(
        'text-muted-foreground hover:text-foreground data-active:bg-card data-active:text-foreground rounded-md px-3 py-1.5 text-sm font-medium whitespace-nowrap data-active:shadow-sm pointer-coarse:min-h-11',
        className as string,
      )}
      {...props}
    />
  );
}

export function TabsPanel({ className, ...props }: BaseTabs.Panel.Props) {
  return <BaseTabs.Panel className={cn('outline-none', className as string)} {...props} />;
}
