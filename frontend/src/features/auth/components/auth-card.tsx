import type { ReactNode } from 'react';
import { Logo } from '@/components/logo';

type Props = { title: string; subtitle?: string; children: ReactNode; footer?: ReactNode };

/** The page that strangers see: the mark, one form, one way elsewhere. */
export function AuthCard({ title, subtitle, children, footer }: Props) {
  return (
    <main id="main" className="flex min-h-dvh flex-col items-center justify-center gap-6 px-4 py-10">
      <div className="flex w-full max-w-sm flex-col gap-6">
        <div className="flex flex-col items-center gap-3 text-center">
          <Logo className="size-12" />
          <h1 className="font-serif text-3xl font-semibold tracking-tight">{title}</h1>
          {subtitle !== undefined && <p className="text-muted-foreground text-sm text-balance">{subtitle}</p>}
        </div>
        <div className="bg-card flex flex-col gap-4 rounded-2xl border p-6 shadow-xs">{children}</div>
        {footer !== undefined && <p className="text-muted-foreground text-center text-sm">{footer}</p>}
      </div>
    </main>
  );
}
