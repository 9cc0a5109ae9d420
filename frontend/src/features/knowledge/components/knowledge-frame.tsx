import type { ReactNode } from 'react';

type Props = { title: string; /** What leads back to where one came from. */ back?: ReactNode; actions?: ReactNode; children: ReactNode };

/** The frame of a page about knowledge: its head, and content that scrolls as one. */
export function KnowledgeFrame({ title, back, actions, children }: Props) {
  return (
    <div className="flex h-full flex-col">
      <header className="flex h-13 shrink-0 items-center gap-1 border-b pr-2 pl-(--header-inset) md:border-transparent md:pr-4">
        {back}
        <h1 className="min-w-0 flex-1 truncate text-base font-semibold" title={title}>
          {title}
        </h1>
        {actions}
      </header>
      <div data-scroller className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
        <div className="mx-auto flex w-full max-w-4xl flex-col gap-5 px-4 pt-3 pb-16 md:px-8 md:pt-4">{children}</div>
      </div>
    </div>
  );
}
