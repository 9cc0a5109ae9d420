import type { Source } from '@/api/generated';
import { z } from '@/lib/z';

export const KINDS = ['url', 'git', 'folder'] as const;
export const DEPTHS = ['0', '1', '2', '3'] as const;

/** Minutes between two looks; `never` for only when asked. */
export const REFRESHES = ['never', '15', '60', '360', '1440', '10080'] as const;

export const sourceShape = z
  .object({
    kind: z.enum(KINDS),
    location: z.string().trim().min(1, 'knowledge:location_missing').max(2000, 'knowledge:location_long'),
    reference: z.string().trim().max(200),
    ignore: z.string().max(10_000),
    depth: z.enum(DEPTHS),
    refresh: z.enum(REFRESHES),
  })
  .superRefine(({ kind, location }, context) => {
    const wrong = (message: string) => context.addIssue({ code: 'custom', path: ['location'], message });
    if (kind === 'git' && location !== '' && !/^https:\/\//i.test(location)) wrong('knowledge:https_only');
    if (kind === 'url' && location !== '' && !/^https?:\/\//i.test(location)) wrong('knowledge:address_wrong');
  });

/** What the form holds: texts and choices. */
export type SourceValues = z.infer<typeof sourceShape>;

/** What the form shows for a source; for a new one, a page that is looked at each day. */
export function sourceValues(source?: Source): SourceValues {
  const refresh = source?.refresh_minutes == null ? 'never' : String(source.refresh_minutes);
  return {
    kind: source?.kind ?? 'url',
    location: source?.location ?? '',
    reference: source?.reference ?? '',
    ignore: source?.ignore ?? '',
    depth: DEPTHS.find((depth) => depth === String(source?.depth)) ?? '0',
    refresh: source === undefined ? '1440' : (REFRESHES.find((known) => known === refresh) ?? 'never'),
  };
}

/** What the server is told; what does not belong to the kind is left out. */
export function sourceBody({ kind, location, reference, ignore, depth, refresh }: SourceValues) {
  return {
    location,
    refresh_minutes: refresh === 'never' ? null : Number(refresh),
    ...(kind === 'git' && { reference: reference === '' ? null : reference }),
    ...(kind === 'url' ? { depth: Number(depth) } : { ignore: ignore.trim() === '' ? null : ignore }),
  };
}
