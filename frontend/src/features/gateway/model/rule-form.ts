import { z } from '@/lib/z';
import type { CreateRoutingRule, RoutingCondition, RoutingRule } from '@/api/generated';
import { formatUsd } from '@/lib/format';
import { money } from '@/lib/limits-shape';
import { toList } from './key-form';

export const COMPLEXITIES = ['trivial', 'easy', 'medium', 'hard'] as const;

const optionalCount = z.union([z.literal(''), z.string().trim().regex(/^\d{1,9}$/, 'gateway:count_wrong')]);
const hour = z.union([z.literal(''), z.string().trim().regex(/^(1?\d|2[0-4])$/, 'gateway:hour_wrong')]);

export const ruleSchema = z
  .object({
    name: z.string().trim().min(1, 'gateway:rule_name_missing').max(80, 'gateway:key_name_long'),
    alias: z.string().min(1, 'gateway:alias_missing'),
    task_types: z.string(),
    complexities: z.array(z.enum(COMPLEXITIES)),
    min_input_tokens: optionalCount,
    max_input_tokens: optionalCount,
    max_cost_usd: money,
    from_hour: hour,
    to_hour: hour,
    key_ids: z.array(z.string()),
    workspace_ids: z.array(z.string()),
  })
  .refine(({ from_hour, to_hour }) => (from_hour === '') === (to_hour === ''), { path: ['to_hour'], error: 'gateway:hours_both' });

export type RuleValues = z.infer<typeof ruleSchema>;

/** What the form shows first. */
export function ruleValues(rule: RoutingRule | undefined, alias: string): RuleValues {
  const when = rule?.when;
  const text = (count: number | null | undefined) => (count == null ? '' : String(count));
  return {
    name: rule?.name ?? '',
    alias: rule?.alias ?? alias,
    task_types: when?.task_types?.join(', ') ?? '',
    complexities: COMPLEXITIES.filter((complexity) => when?.complexities?.includes(complexity)),
    min_input_tokens: text(when?.min_input_tokens),
    max_input_tokens: text(when?.max_input_tokens),
    max_cost_usd: when?.max_cost_usd ?? '',
    from_hour: text(when?.hours?.[0]),
    to_hour: text(when?.hours?.[1]),
    key_ids: when?.key_ids ?? [],
    workspace_ids: when?.workspace_ids ?? [],
  };
}

/** The call that saves the rule. */
export function toRule(values: RuleValues, existing: RoutingRule | undefined): CreateRoutingRule {
  const count = (text: string) => (text === '' ? null : Number(text));
  return {
    name: values.name,
    enabled: existing?.enabled ?? true,
    alias: values.alias,
    when: {
      task_types: toList(values.task_types),
      complexities: values.complexities,
      min_input_tokens: count(values.min_input_tokens),
      max_input_tokens: count(values.max_input_tokens),
      max_cost_usd: values.max_cost_usd === '' ? null : values.max_cost_usd,
      key_ids: values.key_ids,
      workspace_ids: values.workspace_ids,
      hours: values.from_hour === '' ? null : [Number(values.from_hour), Number(values.to_hour)],
    },
  };
}

type Say = (key: string, values?: Record<string, unknown>) => string;

/** When a rule holds, in the reader's words. */
export function conditionFacts(when: RoutingCondition, t: Say): string {
  const { task_types = [], complexities = [], min_input_tokens, max_input_tokens, max_cost_usd, key_ids = [], workspace_ids = [], hours } = when;
  const facts = [
    task_types.join(', '),
    complexities.map((complexity) => t(`complexity_${complexity}`)).join(', '),
    min_input_tokens == null ? '' : t('from_tokens', { count: min_input_tokens }),
    max_input_tokens == null ? '' : t('up_to_tokens', { count: max_input_tokens }),
    max_cost_usd == null ? '' : t('up_to_cost', { cost: formatUsd(max_cost_usd) }),
    key_ids.length === 0 ? '' : t('for_keys', { count: key_ids.length }),
    workspace_ids.length === 0 ? '' : t('for_workspaces', { count: workspace_ids.length }),
    hours == null ? '' : t('from_to_hours', { from: hours[0], to: hours[1] }),
  ].filter((fact) => fact !== '');
  return facts.length === 0 ? t('always') : facts.join(' · ');
}
