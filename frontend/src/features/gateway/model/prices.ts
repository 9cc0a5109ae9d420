import type { ConnectionHealth, OfferedModel, Price, Prices } from '@/api/generated';
import { z } from '@/lib/z';

/** What a model of a connection costs, and who says so. */
export interface ModelPrice {
  model: string;
  /** `own`: set here; `list`: the vendor's list; `free`: runs on one's own machine; `unknown`: counts as nothing. */
  source: 'own' | 'list' | 'free' | 'unknown';
  price: Price | undefined;
  /** What the list says, also where another price is set. */
  list: Price | undefined;
}

/** Vendors that take no money. */
const FREE: ConnectionHealth['kind'][] = ['demo', 'ollama'];

/** What marks a dated snapshot of a model; the server prices it like the model. */
const SNAPSHOT = /(?:-latest|-\d{4}-\d{2}-\d{2}|[-@]\d{8}|-\d{4})$/;

/** The models of a connection with their prices: those that were set first, then by name. */
export function modelPrices(connection: ConnectionHealth, offered: OfferedModel[], { table, overrides }: Prices): ModelPrice[] {
  const own = overrides.filter(({ connection_id }) => connection_id === connection.connection_id);
  const ofVendor = table.filter(({ kind }) => kind === connection.kind);
  const listPrice = (model: string) =>
    (ofVendor.find((list) => list.model === model) ?? ofVendor.find((list) => list.model === model.replace(SNAPSHOT, '')))?.price;
  const names = new Set([
    ...own.map(({ model }) => model),
    ...connection.targets.map(({ model }) => model),
    ...offered.filter(({ connection_id }) => connection_id === connection.connection_id).map(({ id }) => id),
  ]);
  const of = (model: string): ModelPrice => {
    const set = own.find((override) => override.model === model)?.price;
    const list = listPrice(model);
    if (set !== undefined) return { model, source: 'own', price: set, list };
    if (list !== undefined) return { model, source: 'list', price: list, list };
    return { model, source: FREE.includes(connection.kind) ? 'free' : 'unknown', price: undefined, list };
  };
  const rank = ({ source }: ModelPrice) => (source === 'own' ? 0 : 1);
  return [...names].map(of).sort((a, b) => rank(a) - rank(b) || a.model.localeCompare(b.model));
}

/** Those whose name contains the text; where none is called so, one of that name can be given a price. */
export function searchPrices(prices: ModelPrice[], text: string): ModelPrice[] {
  const wanted = text.trim();
  const found = prices.filter(({ model }) => model.toLowerCase().includes(wanted.toLowerCase()));
  if (wanted === '' || prices.some(({ model }) => model === wanted)) return found;
  return [...found, { model: wanted, source: 'unknown', price: undefined, list: undefined }];
}

const amount = /^\d{1,10}(\.\d{1,6})?$/;
const needed = z.string().trim().regex(amount, 'gateway:price_wrong');
const optional = z.union([z.literal(''), needed]);

export const priceSchema = z.object({ input: needed, output: needed, cache_read: optional, cache_write: optional });
export type PriceValues = z.infer<typeof priceSchema>;

/** What the form shows first: the price that counts now. */
export function priceValues(price: Price | undefined): PriceValues {
  return {
    input: price?.input ?? '',
    output: price?.output ?? '',
    cache_read: price?.cache_read ?? '',
    cache_write: price?.cache_write ?? '',
  };
}

/** The price that the form says. */
export function toPrice({ input, output, cache_read, cache_write }: PriceValues): Price {
  return { input, output, cache_read: cache_read === '' ? null : cache_read, cache_write: cache_write === '' ? null : cache_write };
}

type Say = (key: string, values?: Record<string, unknown>) => string;

/** What a model costs, in the reader's words. */
export function priceFacts({ source, price }: ModelPrice, say: (usd: string) => string, t: Say): string {
  if (price === undefined) return t(`price_${source}`);
  const { input, output, cache_read, cache_write } = price;
  return [
    t('price_input', { price: say(input) }),
    t('price_output', { price: say(output) }),
    cache_read == null ? '' : t('price_cache_read', { price: say(cache_read) }),
    cache_write == null ? '' : t('price_cache_write', { price: say(cache_write) }),
  ].filter(Boolean).join(' · ');
}
