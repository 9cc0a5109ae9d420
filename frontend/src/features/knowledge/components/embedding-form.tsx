import { Link } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelChoice } from '@/api/generated';
import { SubmitButton } from '@/components/submit-button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { useModels } from '../api/models';
import { connectionsOf, modelsOf } from '../model/embedding-models';

type Props = { chosen: ModelChoice | null; pending: boolean; onChoose: (choice: ModelChoice) => void };

/** A connection and one of its models. Any name may be typed: lists of models leave some out that make vectors. */
export function EmbeddingForm({ chosen, pending, onChoose }: Props) {
  const { t } = useTranslation('knowledge');
  const list = useId();
  const models = useModels();
  const connections = connectionsOf(models);
  const [connection, setConnection] = useState(chosen?.connection_id ?? null);
  const connectionId = connection ?? connections[0]?.id ?? null;
  const offered = modelsOf(models, connectionId);
  const [typed, setTyped] = useState(chosen?.model ?? null);
  const model = (typed ?? '').trim();
  if (connections.length === 0) {
    return (
      <p className="text-muted-foreground text-sm">
        {t('no_connection')}{' '}
        <Link to="/settings/connections" className="text-primary-text underline">
          {t('add_connection')}
        </Link>
      </p>
    );
  }
  return (
    <form
      className="flex flex-col gap-4 sm:flex-row sm:items-end"
      onSubmit={(event) => {
        event.preventDefault();
        if (connectionId !== null && model !== '') onChoose({ connection_id: connectionId, model });
      }}
    >
      <div className="min-w-0 sm:w-56">
        <Field label={t('connection')}>
          {({ id }) => (
            <Select
              id={id}
              aria-label={t('connection')}
              value={connectionId}
              onValueChange={(next) => {
                setConnection(next);
                setTyped(null);
              }}
              options={connections.map(({ id: value, name: label }) => ({ value, label }))}
            />
          )}
        </Field>
      </div>
      <div className="min-w-0 flex-1">
        <Field label={t('model')}>
          {(control) => (
            <Input
              {...control}
              list={list}
              value={typed ?? ''}
              placeholder={t('model_example')}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              onChange={(event) => setTyped(event.target.value)}
            />
          )}
        </Field>
        <datalist id={list}>
          {offered.map(({ id }) => (
            <option key={id} value={id} />
          ))}
        </datalist>
      </div>
      <SubmitButton pending={pending} className="sm:h-10" disabled={pending || model === '' || isChosen(chosen, connectionId, model)}>
        {t('use_model')}
      </SubmitButton>
    </form>
  );
}

function isChosen(chosen: ModelChoice | null, connectionId: string | null, model: string): boolean {
  return chosen !== null && chosen.connection_id === connectionId && chosen.model === model;
}
