import type { Budget, Limits } from '@/api/generated';
import { z } from './z';

const rate = z.union([z.literal(''), z.string().trim().regex(/^[1-9]\d{0,8}$/, 'gateway:count_wrong')]);
const tokenRate = z.union([z.literal(''), z.string().trim().regex(/^[1-9]\d{0,14}$/, 'gateway:count_wrong')]);
/** A budget may be 0, which refuses every call. */
const tokens = z.union([z.literal(''), z.string().trim().regex(/^\d{1,15}$/, 'gateway:tokens_wrong')]);
/** US dollars as they are typed. */
export const money = z.union([z.literal(''), z.string().trim().regex(/^\d{1,10}(\.\d{1,9})?$/, 'gateway:money_wrong')]);

/** What may be typed for limits: text, of which the empty one is no limit. */
export const limitsShape = {
  requests_per_minute: rate,
  tokens_per_minute: tokenRate,
  parallel: rate,
  day_money: money,
  day_tokens: tokens,
  month_money: money,
  month_tokens: tokens,
};

export type LimitValues = Record<keyof typeof limitsShape, string>;

const FIELDS = Object.keys(limitsShape) as (keyof LimitValues)[];

/** What a form shows for limits; nothing for none. */
export function limitValues(limits: Limits = {}): LimitValues {
  const budget = (period: Budget['period']) => limits.budgets?.find((one) => one.period === period);
  const text = (value: number | string | null | undefined) => (value == null ? '' : String(value));
  return {
    requests_per_minute: text(limits.requests_per_minute),
    tokens_per_minute: text(limits.tokens_per_minute),
    parallel: text(limits.parallel),
    day_money: text(budget('day')?.money_usd),
    day_tokens: text(budget('day')?.tokens),
    month_money: text(budget('month')?.money_usd),
    month_tokens: text(budget('month')?.tokens),
  };
}

/** The limits that the form says. */
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

/** The fields that allow more than the limits did. */
export function loosened(values: LimitValues, limits: Limits): (keyof LimitValues)[] {
  const before = limitValues(limits);
  return FIELDS.filter((field) => before[field] !== '' && (values[field] === '' || Number(values[field]) > Number(before[field])));
}

function toBudget(period: Budget['period'], money_usd: string, counted: string): Budget[] {
  if (money_usd === '' && counted === '') return [];
  return [{ period, money_usd: money_usd === '' ? null : money_usd, tokens: toCount(counted) }];
}

function toCount(text: string): number | null {
  return text === '' ? null : Number(text);
}
