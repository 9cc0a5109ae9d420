import { useTranslation } from 'react-i18next';
import type { Parameters, ReasoningEffort } from '@/api/generated';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { Textarea } from '@/components/ui/textarea';
import { NumberParameter } from './number-parameter';

const EFFORTS: (ReasoningEffort | null)[] = [null, 'low', 'medium', 'high'];

interface Props {
  parameters: Parameters;
  onChange: (parameters: Parameters) => void;
}

/** Instructions and sampling; what is left empty is the vendor's default. Each field is saved when it is left. */
export function ParametersForm({ parameters, onChange }: Props) {
  const { t } = useTranslation('chat');
  const set = (change: Parameters) => onChange({ ...parameters, ...change });
  const text = parameters.system_prompt ?? '';
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-5 overflow-y-auto p-4">
      <Field label={t('system_prompt')} hint={t('system_prompt_hint')}>
        {(control) => (
          <Textarea
            {...control}
            key={text}
            defaultValue={text}
            maxLength={100_000}
            className="max-h-80"
            onBlur={(event) => event.target.value !== text && set({ system_prompt: event.target.value || null })}
          />
        )}
      </Field>
      <NumberParameter name="temperature" max={2} step={0.1} value={parameters.temperature} onChange={set} />
      <NumberParameter name="top_p" max={1} step={0.05} value={parameters.top_p} onChange={set} />
      <NumberParameter name="max_output_tokens" min={1} step={1} value={parameters.max_output_tokens} onChange={set} />
      <Field label={t('reasoning_effort')} hint={t('reasoning_effort_hint')}>
        {({ id }) => (
          <Select
            id={id}
            aria-label={t('reasoning_effort')}
            value={parameters.reasoning_effort ?? null}
            options={EFFORTS.map((value) => ({ value, label: t(`effort.${value ?? 'default'}`) }))}
            onValueChange={(value) => set({ reasoning_effort: value })}
          />
        )}
      </Field>
      <Button variant="outline" onClick={() => onChange(keptOnReset(parameters))}>
        {t('reset_parameters')}
      </Button>
    </div>
  );
}

/** What is chosen in the composer is not shown here, and stays. */
function keptOnReset({ collection_ids, web_search }: Parameters): Parameters {
  return { ...(collection_ids && { collection_ids }), ...(web_search && { web_search }) };
}
