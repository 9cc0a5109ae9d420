import type { Connection, ConnectionKindInfo, CreateConnection, Scope, UpdateConnection } from '@/api/generated';
import { z } from '@/lib/z';

export type ConnectionValues = {
  name: string;
  base_url: string;
  api_key: string;
  /** Calls at once, as text; nothing for any number. */
  max_parallel: string;
  scope: Scope;
};

/** From 1 to 1000. */
const MAX_PARALLEL = /^([1-9]\d{0,2}|1000)$/;

/** Whether a vendor is reached at an address that one types in. */
export function needsAddress(kind: ConnectionKindInfo): boolean {
  return kind.kind === 'openai_compatible' || kind.kind === 'ollama';
}

/** Whether a vendor takes a key that one types in. */
export function takesKey(kind: ConnectionKindInfo): boolean {
  return takesAddress(kind);
}

/** Whether a vendor may be reached at another address: not what is built in, nor what one logs in to. */
export function takesAddress(kind: ConnectionKindInfo): boolean {
  return kind.kind !== 'demo' && !kind.device_login;
}

/** Whether calls take so long that one may want to limit how many there are at once. */
export function takesTurns(kind: ConnectionKindInfo): boolean {
  return kind.kind !== 'demo';
}

/** What must be filled in. An existing connection keeps its key while the field stays empty. */
export function connectionSchema(kind: ConnectionKindInfo, existing: Connection | undefined) {
  const keyMissing = kind.needs_secret && existing?.has_secret !== true;
  const address = z.url({ protocol: /^https?$/, error: 'settings:base_url_wrong' });
  return z.object({
    name: z.string().trim().max(80, 'settings:connection_name_long'),
    base_url: needsAddress(kind) ? z.string().trim().pipe(address) : z.union([z.literal(''), z.string().trim().pipe(address)]),
    api_key: keyMissing ? z.string().trim().min(1, 'settings:api_key_missing') : z.string().trim(),
    max_parallel: z.union([z.literal(''), z.string().trim().regex(MAX_PARALLEL, 'settings:max_parallel_wrong')]),
    scope: z.enum(['user', 'system']),
  });
}

/** What the form shows first; the key is never among it. */
export function initialValues(kind: ConnectionKindInfo, existing: Connection | undefined, scope: Scope): ConnectionValues {
  return {
    name: existing?.name ?? '',
    base_url: existing?.base_url ?? (needsAddress(kind) ? (kind.default_base_url ?? '') : ''),
    api_key: '',
    max_parallel: existing?.max_parallel == null ? '' : String(existing.max_parallel),
    scope: existing?.scope ?? scope,
  };
}

/** The call that makes the connection; the server fills in what is absent. */
export function toCreate(kind: ConnectionKindInfo, values: ConnectionValues): CreateConnection {
  return {
    kind: kind.kind,
    scope: values.scope,
    ...(values.name !== '' && { name: values.name }),
    ...(values.base_url !== '' && { base_url: values.base_url }),
    ...(values.api_key !== '' && { api_key: values.api_key }),
    ...(values.max_parallel !== '' && { max_parallel: Number(values.max_parallel) }),
  };
}

/** The call that changes the connection: only what differs. */
export function toUpdate(existing: Connection, values: ConnectionValues): UpdateConnection {
  const maxParallel = values.max_parallel === '' ? null : Number(values.max_parallel);
  return {
    ...(values.name !== '' && values.name !== existing.name && { name: values.name }),
    ...(values.base_url !== '' && values.base_url !== existing.base_url && { base_url: values.base_url }),
    ...(values.api_key !== '' && { api_key: values.api_key }),
    ...(maxParallel !== existing.max_parallel && { max_parallel: maxParallel }),
  };
}
