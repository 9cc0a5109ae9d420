import { Search, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useSidebar } from '../model/sidebar-store';

/** Searches titles and messages. Esc clears it. */
export function SearchField() {
  const { t } = useTranslation('conversations');
  const { query } = useSidebar();
  const change = (next: string) => useSidebar.setState({ query: next });
  return (
    <div role="search" className="focus-within:border-ring bg-background/60 flex h-9 items-center gap-2 rounded-lg border pr-1 pl-3 pointer-coarse:pr-0 pointer-coarse:h-11">
      <Search className="text-muted-foreground size-4 shrink-0" aria-hidden />
      <input
        type="text"
        inputMode="search"
        value={query}
        aria-label={t('search')}
        placeholder={t('search')}
        onChange={(event) => change(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && change('')}
        className="placeholder:text-muted-foreground h-full min-w-0 flex-1 bg-transparent text-base outline-none focus-visible:outline-none md:text-sm"
      />
      {query !== '' && (
        <button
          type="button"
          aria-label={t('clear_search')}
          onClick={() => change('')}
          className="text-muted-foreground hover:bg-accent grid size-7 shrink-0 place-items-center rounded-md pointer-coarse:size-11"
        >
          <X className="size-4" aria-hidden />
        </button>
      )}
    </div>
  );
}
