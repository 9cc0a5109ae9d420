import { Link, Outlet, useLocation, type LinkProps } from '@tanstack/react-router';
import type { LucideIcon } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

export type Section = { to: NonNullable<LinkProps['to']>; label: string; icon: LucideIcon };

type Props = { title: string; sections: Section[] };

/** A page of several sections: their links beside the content, on a phone above it. */
export function SectionLayout({ title, sections }: Props) {
  const { t } = useTranslation();
  const nav = useRef<HTMLElement>(null);
  const path = useLocation({ select: ({ pathname }) => pathname });
  // On a phone the links are a row that is wider than the screen.
  useEffect(() => {
    nav.current?.querySelector('[data-status=active]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [path]);
  return (
    <div className="flex h-full flex-col">
      <header className="flex h-13 shrink-0 items-center border-b pr-4 pl-(--header-inset) md:border-transparent">
        <h1 className="text-base font-semibold">{title}</h1>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
        <div className="mx-auto flex w-full max-w-5xl flex-col gap-6 px-4 pt-3 pb-16 md:flex-row md:gap-10 md:px-8 md:pt-6">
          <nav ref={nav} aria-label={title} className="-mx-4 shrink-0 overflow-x-auto px-4 md:mx-0 md:w-48 md:px-0">
            <ul className="flex md:flex-col md:gap-1">
              {sections.map(({ to, label, icon: Icon }) => (
                <li key={to}>
                  <Link
                    to={to}
                    className="text-muted-foreground hover:bg-accent hover:text-foreground data-[status=active]:bg-accent data-[status=active]:text-foreground flex h-9 items-center gap-2 rounded-lg px-2 text-sm font-medium whitespace-nowrap md:px-3 pointer-coarse:h-11"
                  >
                    <Icon className="hidden size-4 md:block" aria-hidden />
                    {t(label)}
                  </Link>
                </li>
              ))}
            </ul>
          </nav>
          <div className="min-w-0 flex-1">
            <Outlet />
          </div>
        </div>
      </div>
    </div>
  );
}
