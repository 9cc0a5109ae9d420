import { Link } from '@tanstack/react-router';
import { LibraryBig } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Collection } from '@/api/generated';
import { Badge } from '@/components/ui/badge';
import { collectionFacts } from '../model/collection-facts';
import { useWorkspaces } from '../api/workspaces';
import { CollectionMenu } from './collection-menu';

/** One collection: what it is about, what is in it, and what is not well. */
export function CollectionRow({ collection }: { collection: Collection }) {
  const { t } = useTranslation('knowledge');
  const { id, name, description, documents, workspace_id } = collection;
  const workspace = useWorkspaces()?.find((known) => known.id === workspace_id)?.name;
  return (
    <li className="hover:bg-accent/40 relative flex items-start gap-3 px-4 py-3 first:rounded-t-xl last:rounded-b-xl">
      <span className="bg-primary-soft text-primary-text grid size-9 shrink-0 place-items-center rounded-lg">
        <LibraryBig className="size-4" aria-hidden />
      </span>
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <h3 className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm font-medium">
          <Link
            to="/knowledge/$collectionId"
            params={{ collectionId: id }}
            className="min-w-0 rounded-xl break-words after:absolute after:inset-0 after:rounded-[inherit] focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-(--ring)"
          >
            {name}
          </Link>
          {workspace !== undefined && <Badge variant="outline">{workspace}</Badge>}
          {documents.processing > 0 && <Badge variant="primary">{t('processing_count', { count: documents.processing })}</Badge>}
          {documents.failed > 0 && <Badge variant="destructive">{t('failed_count', { count: documents.failed })}</Badge>}
        </h3>
        {description !== '' && <p className="text-muted-foreground line-clamp-2 text-sm break-words">{description}</p>}
        <p className="text-muted-foreground text-xs">{collectionFacts(collection, t).join(' · ')}</p>
      </div>
      {collection.can_change && <CollectionMenu collection={collection} />}
    </li>
  );
}
