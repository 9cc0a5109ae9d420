import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

/** Something went wrong, in the words of whoever said so, with what can be done. */
export function ErrorCard({ title, message, children }: { title: string; message: string; children?: ReactNode }) {
  return (
    <div role="alert" className="border-destructive/40 bg-destructive-soft/60 rounded-xl border px-4 py-3 text-sm">
      <p className="text-destructive flex items-center gap-2 font-medium">
        <CircleAlert className="size-4 shrink-0" aria-hidden />
        {title}
      </p>
      <p className="mt-1 break-words whitespace-pre-wrap">{message}</p>
      {children && <div className="mt-3 flex flex-wrap gap-2">{children}</div>}
    </div>
  );
}
