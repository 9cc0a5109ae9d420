import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { SearchHit } from '@/api/generated';
import { formatAgo } from '@/lib/format';

/** One place that matches; it leads there. */
export function SearchHitRow({ hit }: { hit: SearchHit }) {
  const { t } = useTranslation('conversations');
  return (
    <li>
      <Link
        to="/c/$conversationId"
        params={{ conversationId: hit.conversation_id }}
        search={hit.run_id === null ? {} : { run: hit.run_id }}
        className="hover:bg-sidebar-accent block rounded-lg px-2 py-2 text-sm"
        activeProps={{ className: 'bg-sidebar-accent' }}
        activeOptions={{ includeSearch: true }}
      >
        <span className="flex items-baseline gap-2">
          <span className="min-w-0 flex-1 truncate font-medium">{hit.title}</span>
          <span className="text-muted-foreground shrink-0 text-xs">{formatAgo(hit.at)}</span>
        </span>
        <span className="text-muted-foreground line-clamp-2 text-xs break-words">
          {hit.role === 'user' && `${t('you')}: `}
          {hit.snippet.map(({ text, match }, index) =>
            match ? (
              <mark key={index} className="bg-warning-soft text-foreground rounded-xs">
                {text}
              </mark>
            ) : (
              text
            ),
          )}
        </span>
      </Link>
    </li>
  );
}
