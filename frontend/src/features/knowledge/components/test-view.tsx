import { Search } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Collection } from '@/api/generated';
import { FormError } from '@/components/form-error';
import { SubmitButton } from '@/components/submit-button';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { errorMessage } from '@/api/client';
import { useModels } from '../api/models';
import { useSearchKnowledge } from '../api/search-knowledge';
import { makesVectors } from '../model/embedding-models';
import { SearchReportView } from './search-report-view';

/** A question to try: what a conversation would be given to read, and why each candidate came or was cut. */
export function TestView({ collection }: { collection: Collection }) {
  const { t } = useTranslation('knowledge');
  const [query, setQuery] = useState('');
  const [reranker, setReranker] = useState<string | null>(null);
  const models = useModels().filter((model) => !makesVectors(model));
  const search = useSearchKnowledge();
  const key = (model: (typeof models)[number]) => `${model.connection_id} ${model.id}`;
  const chosen = models.find((model) => key(model) === reranker);
  const rerank = chosen === undefined ? null : { connection_id: chosen.connection_id, model: chosen.id };
  return (
    <div className="flex flex-col gap-4">
      <p className="text-muted-foreground max-w-prose text-sm">{t('test_description')}</p>
      <form
        className="flex flex-wrap gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (query.trim() !== '') search.mutate({ query: query.trim(), collection_ids: [collection.id], rerank });
        }}
      >
        <div role="search" className="min-w-0 flex-1 basis-60">
          <Input type="search" value={query} aria-label={t('test_query')} placeholder={t('test_query')} onChange={(event) => setQuery(event.target.value)} />
        </div>
        <Select
          aria-label={t('rerank')}
          className="w-auto max-w-60 min-w-40"
          value={reranker}
          onValueChange={setReranker}
          options={[{ value: null, label: t('rerank_none') }, ...models.map((model) => ({ value: key(model), label: t('rerank_by', { model: model.name }) }))]}
        />
        <SubmitButton pending={search.isPending} className="h-10" disabled={search.isPending || query.trim() === ''}>
          <Search aria-hidden />
          {t('search')}
        </SubmitButton>
      </form>
      {search.isError && <FormError message={errorMessage(search.error)} />}
      {search.data !== undefined && <SearchReportView report={search.data} />}
    </div>
  );
}
