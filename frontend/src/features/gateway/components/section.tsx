import { useId, type ReactNode } from 'react';

type Props = { title: string; description?: string; action?: ReactNode; children: ReactNode };

/** A part of a page under a heading of its own. */
export function Section({ title, description, action, children }: Props) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="flex flex-col gap-3">
      <div className="flex flex-wrap items-end justify-between gap-2">
        <div className="flex min-w-0 flex-1 basis-56 flex-col gap-0.5">
          <h3 id={id} className="text-base font-semibold">
            {title}
          </h3>
          {description !== undefined && <p className="text-muted-foreground max-w-prose text-sm">{description}</p>}
        </div>
        {action}
      </div>
      {children}
    </section>
  );
}
