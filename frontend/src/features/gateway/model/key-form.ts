import { limitsShape, limitValues, loosened, toLimits } from '@/lib/limits-shape';
import { z } from '@/lib/z';
import type { ApiKey, CreateApiKey, UpdateApiKey } from '@/api/generated';

const DAY_MS = 86_400_000;

/** How long a key may work, in days; `never` is without end, `keep` the end that it has. */
export const LIFETIMES = ['keep', 'never', '30', '90', '365'] as const;

const shape = z.object({
  name: z.string().trim().min(1, 'gateway:key_name_missing').max(80, 'gateway:key_name_long'),
  /** Whose the new key is; empty for one's own. */
  owner_id: z.string(),
  /** The shared workspace that the new key spends from; empty for none. */
  workspace_id: z.string(),
  lifetime: z.enum(LIFETIMES),
  api: z.boolean(),
  allowed_models: z.string(),
  ...limitsShape,
});
export type KeyValues = z.infer<typeof shape>;

/** What may be typed. Who may not loosen a key's limits hears of it before the server says so. */
export function keySchema(apiKey: ApiKey | undefined, mayLoosen: boolean) {
  return shape.superRefine((values, context) => {
    if (apiKey === undefined || mayLoosen) return;
    for (const field of loosened(values, apiKey.limits)) {
      context.addIssue({ code: 'custom', message: 'gateway:only_lower', path: [field] });
    }
  });
}

/** What the form shows first. */
export function keyValues(apiKey: ApiKey | undefined): KeyValues {
  return {
    name: apiKey?.name ?? '',
    owner_id: '',
    workspace_id: apiKey?.workspace_id ?? '',
    lifetime: apiKey === undefined ? 'never' : 'keep',
    api: apiKey?.scopes.includes('api') ?? false,
    allowed_models: apiKey?.allowed_models.join('\n') ?? '',
    ...limitValues(apiKey?.limits),
  };
}

/** The call that makes the key. */
export function toCreateKey(values: KeyValues, now = Date.now()): CreateApiKey {
  const { name, owner_id, workspace_id, allowed_models } = values;
  return {
    name,
    ...(owner_id !== '' && { owner_id }),
    ...(workspace_id !== '' && { workspace_id }),
    scopes: toScopes(values),
    allowed_models: toList(allowed_models),
    limits: toLimits(values),
    expires_at: toEnd(values, now) ?? null,
  };
}

/** The call that changes the key. The end stays unless another is chosen. */
export function toUpdateKey(values: KeyValues, now = Date.now()): UpdateApiKey {
  const end = toEnd(values, now);
  return {
    name: values.name,
    scopes: toScopes(values),
    allowed_models: toList(values.allowed_models),
    limits: toLimits(values),
    ...(end !== undefined && { expires_at: end }),
  };
}

/** Names that stand on lines of their own or between commas. */
export function toList(text: string): string[] {
  return text.split(/[\n,]/).map((name) => name.trim()).filter((name) => name !== '');
}

/** Nobody opens Pallium's own API for another, so that a key for somebody else is for the gateway alone. */
function toScopes({ api, owner_id }: KeyValues): ApiKey['scopes'] {
  return api && owner_id === '' ? ['gateway', 'api'] : ['gateway'];
}

/** When the key ends; `undefined` where that stays as it is. */
function toEnd({ lifetime }: KeyValues, now: number): string | null | undefined {
  if (lifetime === 'keep') return undefined;
  return lifetime === 'never' ? null : new Date(now + Number(lifetime) * DAY_MS).toISOString();
}
