import { Link } from '@tanstack/react-router';
import { Globe, LibraryBig, Settings2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import {
  DropdownMenu,
  DropdownMenuCheckboxItem,
  DropdownMenuContent,
  DropdownMenuGroup,
  DropdownMenuLabel,
  DropdownMenuLinkItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu';
import { formatNumber } from '@/lib/format';
import { useCollections } from '../api/list-collections';
import { useWebSearchOffered } from '../api/web-search-health';
import { useGrounding } from '../model/use-grounding';

/** What answers may draw on: collections, and the web where this server searches it. */
export function ComposerTools({ conversationId }: { conversationId: string | null }) {
  return (
    <>
      <KnowledgeMenu conversationId={conversationId} />
      <WebSwitch conversationId={conversationId} />
    </>
  );
}

function KnowledgeMenu({ conversationId }: { conversationId: string | null }) {
  const { t } = useTranslation('sources');
  const [open, setOpen] = useState(false);
  const { collectionIds, toggle } = useGrounding(conversationId);
  const { data: collections, isError } = useCollections(open || collectionIds.length > 0);
  const chosen = collectionIds.length;
  const name = collections?.find(({ id }) => id === collectionIds[0])?.name;
  const gone = collections === undefined ? [] : collectionIds.filter((id) => collections.every((known) => known.id !== id));
  return (
    <DropdownMenu open={open} onOpenChange={setOpen}>
      <DropdownMenuTrigger
        render={
          <Button
            variant={chosen > 0 ? 'secondary' : 'ghost'}
            size={chosen > 0 ? 'default' : 'icon'}
            className={chosen > 0 ? 'max-w-52 min-w-0 shrink px-2.5' : undefined}
            aria-label={chosen > 0 ? t('knowledge_chosen', { count: chosen }) : t('choose_knowledge')}
            title={t('choose_knowledge')}
          />
        }
      >
        <LibraryBig aria-hidden />
        {chosen > 0 && <span className="truncate">{chosen === 1 && name !== undefined ? name : formatNumber(chosen)}</span>}
      </DropdownMenuTrigger>
      <DropdownMenuContent side="top" className="max-w-80 min-w-64">
        <DropdownMenuGroup>
          <DropdownMenuLabel>{t('knowledge_hint')}</DropdownMenuLabel>
          {isError && <p className="text-destructive px-2 py-1.5 text-sm">{t('collections_failed')}</p>}
          {collections?.length === 0 && <p className="text-muted-foreground px-2 py-1.5 text-sm">{t('no_collections')}</p>}
          {collections?.map(({ id, name, documents }) => (
            <DropdownMenuCheckboxItem key={id} closeOnClick={false} checked={collectionIds.includes(id)} onCheckedChange={() => toggle(id)}>
              <span className="min-w-0 flex-1 truncate">{name}</span>
              <span className="text-muted-foreground text-xs">{t('documents_count', { count: documents.total, formatted: formatNumber(documents.total) })}</span>
            </DropdownMenuCheckboxItem>
          ))}
          {gone.map((id) => (
            <DropdownMenuCheckboxItem key={id} closeOnClick={false} checked onCheckedChange={() => toggle(id)}>
              {t('collection_gone')}
            </DropdownMenuCheckboxItem>
          ))}
        </DropdownMenuGroup>
        <DropdownMenuSeparator />
        <DropdownMenuLinkItem render={<Link to="/knowledge" />}>
          <Settings2 aria-hidden />
          {t('manage_knowledge')}
        </DropdownMenuLinkItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

function WebSwitch({ conversationId }: { conversationId: string | null }) {
  const { t } = useTranslation('sources');
  const offered = useWebSearchOffered();
  const { webSearch, setWebSearch } = useGrounding(conversationId);
  if (!offered) return null;
  return (
    <Button
      variant={webSearch ? 'secondary' : 'ghost'}
      size={webSearch ? 'default' : 'icon'}
      className={webSearch ? 'px-2.5' : undefined}
      aria-pressed={webSearch}
      aria-label={t('web_search')}
      title={t(webSearch ? 'web_search_on' : 'web_search_off')}
      onClick={() => setWebSearch(!webSearch)}
    >
      <Globe aria-hidden />
      {webSearch && <span className="max-sm:hidden">{t('web_search')}</span>}
    </Button>
  );
}
