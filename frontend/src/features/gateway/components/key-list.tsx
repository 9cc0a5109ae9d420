import type { ReactNode } from 'react';
import { Faces } from '@/components/faces';
import { LoadMore } from '@/components/load-more';
import type { ListApiKey } from '@/api/generated';
import { useApiKeys, type KeyFilter } from '../api/api-keys';
import { useKeyDays } from '../api/usage';
import { KeyRow } from './key-row';

type Props = {
  filter: KeyFilter;
  empty: ReactNode;
  /** Names an owner; absent where all keys are one's own. */
  ownerName?: ((id: string) => string) | undefined;
};

/** Keys page after page, with what can be done to each. */
export function KeyList({ filter, empty, ownerName }: Props) {
  const keys = useApiKeys(filter);
  return (
    <>
      <Faces query={keys} isEmpty={({ pages }) => pages.every(({ items }) => items.length === 0)} empty={empty}>
        {({ pages, pageParams }) => (
          <ul className="bg-card divide-y rounded-xl border">
            {pages.map((page, index) => {
              const cursor = pageParams[index];
              const of = { ...filter, ...(typeof cursor === 'string' && { cursor }) };
              return <KeysOfPage key={of.cursor ?? ''} keys={page.items} of={of} ownerName={ownerName} />;
            })}
          </ul>
        )}
      </Faces>
      <LoadMore query={keys} />
    </>
  );
}

type PageProps = { keys: ListApiKey['items']; of: KeyFilter & { cursor?: string }; ownerName: Props['ownerName'] };

/** A page of keys; how they were used is read for all of them at once. */
function KeysOfPage({ keys, of, ownerName }: PageProps) {
  const used = useKeyDays(of).data?.items ?? [];
  return keys.map((apiKey) => (
    <KeyRow
      key={apiKey.id}
      apiKey={apiKey}
      owner={ownerName?.(apiKey.owner_id)}
      days={used.find(({ key_id }) => key_id === apiKey.id)?.days}
    />
  ));
}
