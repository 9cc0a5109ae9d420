import { Send, Square } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Faces } from '@/components/faces';
import { Page } from '@/components/page';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { Textarea } from '@/components/ui/textarea';
import { useModelNames } from '../api/model-names';
import { useFirstModel } from '../api/models';
import { DIALECTS, exampleBody, parseObject, pathOf, withModel, type Dialect } from '../model/playground';
import { useWire } from '../model/use-wire';
import { ModelInput } from './model-input';
import { WireView } from './wire-view';

/** Sends a raw request to the gateway and shows what comes back, byte for byte. */
export function PlaygroundPage() {
  const { t } = useTranslation('gateway');
  const first = useFirstModel();
  return (
    <Page title={t('playground')} description={t('playground_description')}>
      <Faces query={first}>{(model) => <Playground first={model} />}</Faces>
    </Page>
  );
}

function Playground({ first }: { first: string }) {
  const { t } = useTranslation('gateway');
  const names = useModelNames();
  const { wire, send, cancel } = useWire();
  const [dialect, setDialect] = useState<Dialect>('chat');
  const [model, setModel] = useState(first);
  const [body, setBody] = useState(() => exampleBody('chat', first));
  const wrong = parseObject(body) === undefined;
  const open = wire?.state === 'waiting' || wire?.state === 'streaming';

  const speak = (next: Dialect) => {
    setDialect(next);
    setBody(exampleBody(next, model));
  };
  const ask = (next: string) => {
    setModel(next);
    setBody(withModel(body, next));
  };

  return (
    <>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void send(dialect, body);
        }}
      >
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={t('dialect')}>
            {(control) => (
              <Select
                {...control}
                value={dialect}
                onValueChange={speak}
                options={DIALECTS.map((value) => ({ value, label: `${t(`dialect_${value}`)} · ${pathOf(value)}` }))}
              />
            )}
          </Field>
          <Field label={t('model')} hint={t('model_hint')}>
            {(control) => <ModelInput {...control} names={names} value={model} onChange={ask} />}
          </Field>
        </div>
        <Field label={t('body')} error={wrong ? t('body_wrong') : undefined}>
          {(control) => (
            <Textarea
              {...control}
              spellCheck={false}
              autoComplete="off"
              className="max-h-96 min-h-48 font-mono text-xs md:text-xs"
              value={body}
              onChange={(event) => setBody(event.target.value)}
            />
          )}
        </Field>
        <div className="flex gap-2">
          <Button type="submit" disabled={wrong || open}>
            <Send aria-hidden />
            {t('send')}
          </Button>
          {open && (
            <Button variant="outline" onClick={cancel}>
              <Square aria-hidden />
              {t('common:cancel')}
            </Button>
          )}
        </div>
      </form>
      {wire !== undefined && <WireView wire={wire} />}
    </>
  );
}
