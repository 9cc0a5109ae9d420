import { useQuery } from '@tanstack/react-query';
import { listModelsOptions } from '@/api/generated/@tanstack/react-query.gen';
import { useAliases } from './aliases';

/** What may be asked for: `auto`, the aliases, and every model once. */
export function useModelNames(): string[] {
  const aliases = useAliases().data?.items ?? [];
  const models = useQuery(listModelsOptions()).data?.items ?? [];
  return [...new Set(['auto', ...aliases.map(({ name }) => name), ...models.map(({ id }) => id)])];
}
