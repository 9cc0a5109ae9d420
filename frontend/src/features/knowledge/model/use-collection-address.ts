import { useNavigate, useParams, useSearch } from '@tanstack/react-router';

/** What the address says: the part of the page, what the documents are narrowed down to, and the one that is open. */
export type CollectionAddress = { view?: string; q?: string; state?: string; document?: string };

/** What to change in the address; `null` takes it out. */
type Change = { [name in keyof CollectionAddress]: string | null };

const NAMES = ['view', 'q', 'state', 'document'] as const;

/** Reads the address of a collection's page, and changes it. */
export function useCollectionAddress(): [CollectionAddress, (change: Change) => void] {
  const search: CollectionAddress = useSearch({ strict: false });
  const { collectionId = '' } = useParams({ strict: false });
  const navigate = useNavigate();
  const change = (change: Change) => {
    const next: CollectionAddress = {};
    for (const name of NAMES) {
      const value = name in change ? change[name] : search[name];
      if (value != null && value !== '') next[name] = value;
    }
    // On a phone, going back closes the document that was opened.
    void navigate({ to: '/knowledge/$collectionId', params: { collectionId }, search: next, replace: change.document == null });
  };
  return [search, change];
}
