import type { ComponentProps } from 'react';

const SHAPE = 'col-start-1 row-start-1 px-4 pt-3.5 pb-2 text-base leading-6 break-words whitespace-pre-wrap';

/** A field that grows with its text, up to a part of the screen. An unseen copy of the text gives the height. */
export function GrowingTextarea({ value, ...props }: ComponentProps<'textarea'> & { value: string }) {
  return (
    <div className="grid max-h-[min(40dvh,20rem)] overflow-y-auto">
      <textarea
        rows={1}
        value={value}
        className={`${SHAPE} placeholder:text-muted-foreground resize-none overflow-hidden bg-transparent outline-none focus-visible:outline-none`}
        {...props}
      />
      <div aria-hidden className={`${SHAPE} invisible`}>
        {`${value}\u200b`}
      </div>
    </div>
  );
}
