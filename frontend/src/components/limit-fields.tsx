import { useFormContext } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { LimitValues } from '@/lib/limits-shape';
import { TextField } from './ui/text-field';

const RATES = ['requests_per_minute', 'tokens_per_minute', 'parallel'] as const;
const BUDGETS = ['day_money', 'day_tokens', 'month_money', 'month_tokens'] as const;

/** Limits and budgets, inside a form that has the fields of `limitsShape`. `hint` says what else holds for them. */
export function LimitFields({ hint }: { hint?: string }) {
  const { t } = useTranslation('gateway');
  return (
    <>
      <Group title={t('limits')} hint={hint ?? t('limits_hint')} fields={RATES} className="sm:grid-cols-3" />
      <Group title={t('budgets')} hint={t('budgets_hint')} fields={BUDGETS} />
    </>
  );
}

type GroupProps = { title: string; hint: string; fields: readonly (keyof LimitValues)[]; className?: string };

function Group({ title, hint, fields, className = '' }: GroupProps) {
  const { t } = useTranslation('gateway');
  const { register, formState } = useFormContext<LimitValues>();
  const say = (message: string | undefined) => message && t(message);
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="text-sm font-semibold">{title}</legend>
      <p className="text-muted-foreground text-xs">{hint}</p>
      <div className={`grid grid-cols-2 items-start gap-3 ${className}`}>
        {fields.map((field) => (
          <TextField
            key={field}
            label={t(field)}
            inputMode={field.endsWith('money') ? 'decimal' : 'numeric'}
            placeholder={t('unlimited')}
            autoComplete="off"
            error={say(formState.errors[field]?.message)}
            {...register(field)}
          />
        ))}
      </div>
    </fieldset>
  );
}
