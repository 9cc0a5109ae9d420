import { zodResolver } from '@hookform/resolvers/zod';
import { Controller, useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { FormError } from '@/components/form-error';
import { SubmitButton } from '@/components/submit-button';
import { Dialog, DialogContent, DialogDescription, DialogHeader, DialogTitle } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { TextField } from '@/components/ui/text-field';
import { showServerErrors } from '@/lib/form-errors';
import { toast } from '@/lib/toast';
import { useAliases } from '../api/aliases';
import { useCreateRule, useUpdateRule } from '../api/rules';
import type { RoutingRule } from '@/api/generated';
import { COMPLEXITIES, ruleSchema, ruleValues, toRule, type RuleValues } from '../model/rule-form';
import { CheckList } from './check-list';
import { KeyChoice } from './key-choice';
import { WorkspaceChoice } from './workspace-choice';

type Props = {
  /** The rule that is changed; absent while one is made. */
  rule?: RoutingRule | undefined;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

/** Makes or changes a rule. Give it a new `key` for each opening. */
export function RuleDialog({ rule, open, onOpenChange }: Props) {
  const { t } = useTranslation('gateway');
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent className="max-w-xl">
        <DialogHeader>
          <DialogTitle>{rule === undefined ? t('create_rule') : t('edit_rule', { name: rule.name })}</DialogTitle>
          <DialogDescription>{t('rule_description')}</DialogDescription>
        </DialogHeader>
        <RuleForm rule={rule} onDone={() => onOpenChange(false)} />
      </DialogContent>
    </Dialog>
  );
}

/** All aliases, and that of the rule where it is gone. */
function choices(rule: RoutingRule | undefined, names: string[]): { value: string; label: string }[] {
  const all = rule === undefined ? names : [...new Set([rule.alias, ...names])];
  return all.map((value) => ({ value, label: value }));
}

function RuleForm({ rule, onDone }: { rule: RoutingRule | undefined; onDone: () => void }) {
  const { t } = useTranslation('gateway');
  const names = (useAliases().data?.items ?? []).map(({ name }) => name);
  const create = useCreateRule();
  const update = useUpdateRule(rule?.id ?? '');
  const form = useForm<RuleValues>({ resolver: zodResolver(ruleSchema), defaultValues: ruleValues(rule, names[0] ?? '') });
  const { errors } = form.formState;
  const say = (message: string | undefined) => message && t(message);

  const submit = form.handleSubmit(async (values) => {
    const body = toRule(values, rule);
    try {
      await (rule === undefined ? create.mutateAsync(body) : update.mutateAsync(body));
      toast(t('common:saved'));
      onDone();
    } catch (thrown) {
      showServerErrors(form, thrown);
    }
  });

  const line = (name: 'task_types' | 'min_input_tokens' | 'max_input_tokens' | 'max_cost_usd' | 'from_hour' | 'to_hour', hint?: string) => (
    <TextField
      label={t(name)}
      hint={hint}
      inputMode={name === 'task_types' ? 'text' : name === 'max_cost_usd' ? 'decimal' : 'numeric'}
      placeholder={t('any')}
      autoComplete="off"
      error={say(errors[name]?.message)}
      {...form.register(name)}
    />
  );

  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <FormError message={errors.root?.message} />
      <div className="grid items-start gap-3 sm:grid-cols-2">
        <TextField label={t('rule_name')} autoComplete="off" error={say(errors.name?.message)} {...form.register('name')} />
        <Controller
          control={form.control}
          name="alias"
          render={({ field }) => (
            <Field label={t('then_alias')} error={say(errors.alias?.message)}>
              {(control) => (
                <Select<string | null>
                  {...control}
                  value={field.value === '' ? null : field.value}
                  onValueChange={(next) => field.onChange(next ?? '')}
                  options={[{ value: null, label: t('choose_alias') }, ...choices(rule, names)]}
                />
              )}
            </Field>
          )}
        />
      </div>
      {line('task_types', t('task_types_hint'))}
      <Controller
        control={form.control}
        name="complexities"
        render={({ field }) => (
          <CheckList
            legend={t('complexities')}
            options={COMPLEXITIES.map((value) => ({ value, label: t(`complexity_${value}`) }))}
            value={field.value}
            onChange={field.onChange}
          />
        )}
      />
      <div className="grid items-start gap-3 sm:grid-cols-2">
        {line('min_input_tokens')}
        {line('max_input_tokens')}
        {line('from_hour')}
        {line('to_hour', t('hours_hint'))}
        {line('max_cost_usd', t('max_cost_hint'))}
      </div>
      <Controller
        control={form.control}
        name="key_ids"
        render={({ field }) => <KeyChoice value={field.value} onChange={field.onChange} />}
      />
      <Controller
        control={form.control}
        name="workspace_ids"
        render={({ field }) => <WorkspaceChoice value={field.value} onChange={field.onChange} />}
      />
      <SubmitButton pending={form.formState.isSubmitting}>{t('common:save')}</SubmitButton>
    </form>
  );
}
