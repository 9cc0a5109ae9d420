import { z } from '@/lib/z';
import type { OfferedModel } from '@/api/generated';
import type { AliasTarget, ModelAlias, PutModelAlias } from '@/api/generated';

const optionalCount = z.union([z.literal(''), z.string().trim().regex(/^[1-9]\d{0,8}$/, 'gateway:count_wrong')]);

/** Longest wait for a first token and longest life of a kept answer, in seconds; the server decides. */
const DEADLINE_MAX = 600;
const CACHE_MAX = 2_592_000;

/** Seconds as text, from above 0 to `most`; empty is none. */
const seconds = (shape: RegExp, most: number, message: string) =>
  z.union([z.literal(''), z.string().trim().regex(shape, message).refine((text) => Number(text) > 0 && Number(text) <= most, message)]);

const targetSchema = z.object({
  /** Tells rows apart while they are moved. */
  row: z.string(),
  /** `connection_id/model` */
  choice: z.string().min(1, 'gateway:target_missing'),
  weight: z.string().trim().regex(/^(\d{1,2}|100)$/, 'gateway:weight_wrong'),
  max_input_tokens: optionalCount,
});

export const aliasSchema = z.object({
  name: z.string().trim().regex(/^(?!auto$)[a-z0-9][a-z0-9._-]{0,62}$/, 'gateway:alias_name_wrong'),
  targets: z.array(targetSchema).min(1, 'gateway:targets_missing').max(16, 'gateway:targets_many'),
  rescue: z.boolean(),
  /** Seconds, to the millisecond. */
  first_token_deadline: seconds(/^\d{1,3}(\.\d{1,3})?$/, DEADLINE_MAX, 'gateway:deadline_wrong'),
  cache_seconds: seconds(/^\d{1,7}$/, CACHE_MAX, 'gateway:cache_wrong'),
  cache_shared: z.boolean(),
});

export type TargetValues = z.infer<typeof targetSchema>;
export type AliasValues = z.infer<typeof aliasSchema>;

/** A new row, for a model or for none yet. */
export function newTarget(choice = ''): TargetValues {
  return { row: crypto.randomUUID(), choice, weight: '0', max_input_tokens: '' };
}

/** What the form shows first. */
export function aliasValues(alias: ModelAlias | undefined): AliasValues {
  const text = (count: number | null | undefined) => (count == null ? '' : String(count));
  return {
    name: alias?.name ?? '',
    targets: alias?.targets.map((target) => ({
      row: crypto.randomUUID(),
      choice: choiceOf(target),
      weight: String(target.weight ?? 0),
      max_input_tokens: text(target.max_input_tokens),
    })) ?? [newTarget()],
    rescue: alias?.rescue ?? false,
    first_token_deadline: text(alias?.first_token_deadline_ms == null ? null : alias.first_token_deadline_ms / 1000),
    cache_seconds: text(alias?.cache_seconds),
    cache_shared: alias?.cache_shared ?? false,
  };
}

/** The call that saves the alias. What the form does not show stays: task types with their model. */
export function toPutAlias(values: AliasValues, existing: ModelAlias | undefined): PutModelAlias & { name: string } {
  const count = (text: string) => (text === '' ? null : Number(text));
  const target = ({ choice, weight, max_input_tokens }: TargetValues): AliasTarget => ({
    ...parseChoice(choice),
    weight: Number(weight),
    max_input_tokens: count(max_input_tokens),
    task_types: existing?.targets.find((before) => choiceOf(before) === choice)?.task_types ?? [],
  });
  return {
    name: values.name,
    targets: values.targets.map(target),
    rescue: values.rescue,
    first_token_deadline_ms: values.first_token_deadline === '' ? null : Math.round(Number(values.first_token_deadline) * 1000),
    cache_seconds: count(values.cache_seconds),
    cache_shared: values.cache_seconds !== '' && values.cache_shared,
  };
}

/** A target as one text. */
export function choiceOf({ connection_id, model }: Pick<AliasTarget, 'connection_id' | 'model'>): string {
  return `${connection_id}/${model}`;
}

function parseChoice(choice: string): Pick<AliasTarget, 'connection_id' | 'model'> {
  const at = choice.indexOf('/');
  return { connection_id: choice.slice(0, at), model: choice.slice(at + 1) };
}

/** How people call a target; the bare model where its connection is gone. */
export function targetName(choice: string, models: OfferedModel[]): string {
  const { connection_id, model } = parseChoice(choice);
  const found = models.find((offered) => offered.connection_id === connection_id && offered.id === model);
  return found === undefined ? model : `${found.connection_name} / ${found.name}`;
}
