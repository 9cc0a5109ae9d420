import { Play } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorMessage } from '@/api/api-error';
import { FormError } from '@/components/form-error';
import { SubmitButton } from '@/components/submit-button';
import { Field } from '@/components/ui/field';
import { Textarea } from '@/components/ui/textarea';
import { useDecide } from '../api/decide';
import { useModelNames } from '../api/model-names';
import { DecisionView } from './decision-view';
import { ModelInput } from './model-input';
import { Section } from './section';

/** Tries a prompt: which rule holds and who would answer. No model is asked. */
export function TestBox() {
  const { t } = useTranslation('gateway');
  const names = useModelNames();
  const decide = useDecide();
  const [model, setModel] = useState('auto');
  const [text, setText] = useState('');
  return (
    <Section title={t('try_route')} description={t('try_route_description')}>
      <form
        className="bg-card flex flex-col gap-4 rounded-xl border p-4"
        onSubmit={(event) => {
          event.preventDefault();
          decide.mutate({ model, text });
        }}
      >
        <Field label={t('prompt')}>
          {(control) => (
            <Textarea
              {...control}
              className="max-h-60"
              placeholder={t('prompt_example')}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
        <div className="flex flex-wrap items-end gap-3">
          <div className="min-w-0 flex-1 basis-48">
            <Field label={t('model')}>{(control) => <ModelInput {...control} names={names} value={model} onChange={setModel} />}</Field>
          </div>
          <SubmitButton pending={decide.isPending} disabled={decide.isPending || text.trim() === ''}>
            {!decide.isPending && <Play aria-hidden />}
            {t('try')}
          </SubmitButton>
        </div>
        <FormError message={decide.error === null ? undefined : errorMessage(decide.error)} />
        <div role="status" className="empty:hidden">
          {decide.data !== undefined && <DecisionView decision={decide.data} />}
        </div>
      </form>
    </Section>
  );
}
