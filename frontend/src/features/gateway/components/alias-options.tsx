import { Controller, useFormContext, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { TextField } from '@/components/ui/text-field';
import type { AliasValues } from '../model/alias-form';
import { SwitchRow } from './switch-row';

/** What an alias does besides choosing, inside its form: when an answer is cut, late, or asked for again. */
export function AliasOptions() {
  const { t } = useTranslation('gateway');
  const { control, register, formState } = useFormContext<AliasValues>();
  const cached = useWatch({ control, name: 'cache_seconds' }) !== '';
  const say = (message: string | undefined) => message && t(message);
  const line = (name: 'first_token_deadline' | 'cache_seconds', none: string) => (
    <TextField
      label={t(name)}
      hint={t(`${name}_hint`)}
      inputMode="decimal"
      placeholder={none}
      autoComplete="off"
      error={say(formState.errors[name]?.message)}
      {...register(name)}
    />
  );
  return (
    <>
      <Controller
        control={control}
        name="rescue"
        render={({ field }) => (
          <SwitchRow label={t('rescue')} hint={t('rescue_hint')} checked={field.value} onChange={field.onChange} />
        )}
      />
      <div className="grid items-start gap-4 sm:grid-cols-2">
        {line('first_token_deadline', t('never'))}
        {line('cache_seconds', t('never'))}
      </div>
      <Controller
        control={control}
        name="cache_shared"
        render={({ field }) => (
          <SwitchRow
            label={t('cache_shared')}
            hint={t(cached ? 'cache_shared_hint' : 'cache_shared_off')}
            checked={cached && field.value}
            disabled={!cached}
            onChange={field.onChange}
          />
        )}
      />
    </>
  );
}
