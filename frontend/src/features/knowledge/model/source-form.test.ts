import { describe, expect, it } from 'vitest';
import { source } from './fixtures';
import { sourceBody, sourceShape, sourceValues } from './source-form';

describe('a source', () => {
  it('comes back as it was', () => {
    const git = source({ kind: 'git', location: 'https://git.example/a.git', reference: 'main', ignore: '*.log', refresh_minutes: 360 });
    expect(sourceBody(sourceValues(git))).toEqual({ location: git.location, refresh_minutes: 360, reference: 'main', ignore: '*.log' });
    const page = source({ kind: 'url', location: 'https://example.com', depth: 2, refresh_minutes: null });
    expect(sourceBody(sourceValues(page))).toEqual({ location: page.location, refresh_minutes: null, depth: 2 });
  });

  it.each([
    ['url', 'ftp://example.com', 'knowledge:address_wrong'],
    ['url', 'https://example.com/a', undefined],
    ['git', 'git@example.com:a.git', 'knowledge:https_only'],
    ['folder', '/srv/texts', undefined],
    ['folder', ' ', 'knowledge:location_missing'],
  ] as const)('as %s at %s says %s', (kind, location, message) => {
    const checked = sourceShape.safeParse({ ...sourceValues(), kind, location });
    expect(checked.error?.issues[0]?.message).toBe(message);
  });
});
