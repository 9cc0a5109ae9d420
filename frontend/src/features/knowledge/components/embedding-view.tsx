import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Collection, ModelChoice } from '@/api/generated';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { Card, CardDescription, CardTitle } from '@/components/ui/card';
import { formatNumber } from '@/lib/format';
import { toast, toastError } from '@/lib/toast';
import { useUpdateCollection } from '../api/collections';
import { EmbeddingForm } from './embedding-form';

/** By which model the meaning of the texts is compared, and how to choose another or none. */
export function EmbeddingView({ collection }: { collection: Collection }) {
  const { t } = useTranslation('knowledge');
  const { embedding, next_embedding, chunks, can_change } = collection;
  const update = useUpdateCollection(collection.id);
  const [asking, setAsking] = useState<{ choice: ModelChoice | null }>();
  const chosen = next_embedding ?? embedding;
  const choose = (choice: ModelChoice | null) =>
    update.mutate(
      { embedding: choice },
      {
        onSuccess: () => toast(choice === null ? t('embedding_removed') : t('embedding_begins', { model: choice.model })),
        onError: (thrown) => toastError(t('not_done'), thrown),
      },
    );
  // Where there is nothing yet, nothing is made anew.
  const ask = (choice: ModelChoice | null) => (chosen === null || chunks === 0 ? choose(choice) : setAsking({ choice }));
  return (
    <Card className="flex flex-col gap-4">
      <div className="flex flex-col gap-1">
        <CardTitle>{t('embedding_title')}</CardTitle>
        <CardDescription>{t('embedding_description')}</CardDescription>
      </div>
      {embedding !== null && (
        <p className="text-sm">
          {t('serving_now', { model: embedding.model })}
          {embedding.dimensions !== null && (
            <span className="text-muted-foreground"> · {t('dimensions', { formatted: formatNumber(embedding.dimensions) })}</span>
          )}
        </p>
      )}
      {can_change ? (
        <EmbeddingForm key={`${chosen?.connection_id ?? ''} ${chosen?.model ?? ''}`} chosen={chosen} pending={update.isPending} onChoose={ask} />
      ) : (
        embedding === null && <p className="text-muted-foreground text-sm">{t('lexical_only')}</p>
      )}
      {can_change && chosen !== null && (
        <Button variant="ghost" className="self-start" disabled={update.isPending} onClick={() => ask(null)}>
          {t('use_words_only')}
        </Button>
      )}
      <AlertDialog
        open={asking !== undefined}
        onOpenChange={(open) => !open && setAsking(undefined)}
        title={asking?.choice == null ? t('remove_embedding') : t('change_embedding', { model: asking.choice.model })}
        description={t(asking?.choice == null ? 'remove_embedding_description' : 'change_embedding_description', { count: chunks, pieces: formatNumber(chunks) })}
        confirm={t(asking?.choice == null ? 'use_words_only' : 'change')}
        onConfirm={() => asking !== undefined && choose(asking.choice)}
      />
    </Card>
  );
}
