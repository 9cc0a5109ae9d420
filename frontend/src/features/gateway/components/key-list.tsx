import type { ReactNode } from 'react';
import { Faces } from '@/components/faces';
import { LoadMore } from '@/components/load-more';
import { useApiKeys, type KeyFilter } from '../api/api-keys';
import { KeyRow } from './key-row';

type Props = {
  filter: KeyFilter;
  empty: ReactNode;
  /** Names an owner; absent where all keys are one's own. */
  ownerName?: (id: string) => string;
};

/** Keys page after page, with what can be done to each. */
export function KeyList({ filter, empty, ownerName }: Props) {
  const keys = useApiKeys(filter);
  return (
    <>
      <Faces query={keys} isEmpty={({ pages }) => pages.every(({ items }) => items.length === 0)} empty={empty}>
        {({ pages }) => (
          <ul className="bg-card divide-y rounded-xl border">
            {pages.flatMap(({ items }) =>
              items.map((apiKey) => <KeyRow key={apiKey.id} apiKey={apiKey} owner={ownerName?.(apiKey.owner_id)} />),
            )}
          </ul>
        )}
      </Faces>
      <LoadMore query={keys} />
    </>
  );
}
