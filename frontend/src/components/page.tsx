import type { ReactNode } from 'react';

type Props = { title: string; description?: string; actions?: ReactNode; children: ReactNode };

/** A section of settings or administration: heading, what it is for, what one can do, content. */
export function Page({ title, description, actions, children }: Props) {
  return (
    <section className="flex flex-col gap-5">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="flex min-w-0 flex-1 basis-64 flex-col gap-1">
          <h2 className="font-serif text-2xl font-semibold tracking-tight">{title}</h2>
          {description !== undefined && <p className="text-muted-foreground max-w-prose text-sm">{description}</p>}
        </div>
        {actions}
      </div>
      {children}
    </section>
  );
}
