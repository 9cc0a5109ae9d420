import { useNavigate, useSearch } from '@tanstack/react-router';

/** What the address says: the part of the page, what the list is narrowed down to, and the job that is open. */
export type JobsAddress = { view?: string; state?: string; kind?: string; owner?: string; job?: string };

/** What to change in the address; `null` takes it out. */
type Change = { [name in keyof JobsAddress]: string | null };

const NAMES = ['view', 'state', 'kind', 'owner', 'job'] as const;

/** Reads the page's address, and changes it. */
export function useJobsAddress(): [JobsAddress, (change: Change) => void] {
  const search: JobsAddress = useSearch({ strict: false });
  const navigate = useNavigate();
  const change = (change: Change) => {
    const next: JobsAddress = {};
    for (const name of NAMES) {
      const value = name in change ? change[name] : search[name];
      if (value != null) next[name] = value;
    }
    // On a phone, going back closes the job that was opened.
    void navigate({ to: '/admin/jobs', search: next, replace: change.job == null });
  };
  return [search, change];
}
