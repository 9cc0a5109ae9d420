import { z } from '@/lib/z';
import type { Budget, CreateApiKey, Limits } from '@/api/generated';

const DAY_MS = 86_400_000;

/** How long a new key may work, in days; `never` is without end. */
export const LIFETIMES = ['never', '30', '90', '365'] as const;

const count = z.union([z.literal(''), z.string().trim().regex(/^[1-9]\d{0,14}$/, 'gateway:count_wrong')]);
const money = z.union([z.literal(''), z.string().trim().regex(/^\d{1,10}(\.\d{1,9})?$/, 'gateway:money_wrong')]);

/** What may be typed for limits: text, of which the empty one is no limit. */
export const limitsShape = {
  requests_per_minute: count,
  tokens_per_minute: count,
  parallel: count,
  day_money: money,
  day_tokens: count,
  month_money: money,
  month_tokens: count,
};

export type LimitValues = Record<keyof typeof limitsShape, string>;

export const keySchema = z.object({
  name: z.string().trim().min(1, 'gateway:key_name_missing').max(80, 'gateway:key_name_long'),
  lifetime: z.enum(LIFETIMES),
  api: z.boolean(),
  allowed_models: z.string(),
  ...limitsShape,
});
export type KeyValues = z.infer<typeof keySchema>;

export const NO_LIMITS: LimitValues = {
  requests_per_minute: '',
  tokens_per_minute: '',
  parallel: '',
  day_money: '',
  day_tokens: '',
  month_money: '',
  month_tokens: '',
};

export const NEW_KEY: KeyValues = { name: '', lifetime: 'never', api: false, allowed_models: '', ...NO_LIMITS };

/** The call that makes the key. */
export function toCreateKey(values: KeyValues, now = Date.now()): CreateApiKey {
  const { name, lifetime, api, allowed_models } = values;
  return {
    name,
    scopes: api ? ['gateway', 'api'] : ['gateway'],
    allowed_models: toList(allowed_models),
    limits: toLimits(values),
    expires_at: lifetime === 'never' ? null : new Date(now + Number(lifetime) * DAY_MS).toISOString(),
  };
}

/** Names that stand on lines of their own or between commas. */
export function toList(text: string): string[] {
  return text.split(/[\n,]/).map((name) => name.trim()).filter((name) => name !== '');
}

export function toLimits(values: LimitValues): Limits {
  return {
    requests_per_minute: toCount(values.requests_per_minute),
    tokens_per_minute: toCount(values.tokens_per_minute),
    parallel: toCount(values.parallel),
    budgets: [
      ...toBudget('day', values.day_money, values.day_tokens),
      ...toBudget('month', values.month_money, values.month_tokens),
    ],
  };
}

function toBudget(period: Budget['period'], money_usd: string, tokens: string): Budget[] {
  if (money_usd === '' && tokens === '') return [];
  return [{ period, money_usd: money_usd === '' ? null : money_usd, tokens: toCount(tokens) }];
}

function toCount(text: string): number | null {
  return text === '' ? null : Number(text);
}
