import { describe, expect, it } from 'vitest';
import { LANGUAGES, NAMESPACES } from '@/lib/i18n';

const files = import.meta.glob<Record<string, unknown>>('./*/*.json', { eager: true, import: 'default' });

function keys(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, inner]) => keys(inner, path === '' ? key : `${path}.${key}`));
}

describe.each(NAMESPACES)('%s', (namespace) => {
  it.each(Object.keys(LANGUAGES))('says in %s what English says', (language) => {
    expect(keys(files[`./${language}/${namespace}.json`]).sort()).toEqual(keys(files[`./en/${namespace}.json`]).sort());
  });
});
