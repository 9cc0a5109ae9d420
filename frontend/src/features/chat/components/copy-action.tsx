import { CopyButton } from '@/components/markdown/copy-button';
import { buttonVariants } from '@/components/ui/button';

/** Copies the text of a message. */
export function CopyAction({ text }: { text: () => string }) {
  return <CopyButton text={text} className={buttonVariants({ variant: 'ghost', size: 'icon-sm' })} />;
}
