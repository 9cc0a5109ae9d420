import { client } from '@/api/client';

const AS_JSON = { headers: { 'Content-Type': 'application/json' } };

type Query = Record<string, string | boolean | number | undefined>;

export function getJson<T>(url: string, query: Query = {}): Promise<T> {
  return client.get<{ 200: T }, unknown, true, 'data'>({ url: `/api/v1${url}`, query, responseStyle: 'data' });
}

export function sendJson<T>(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', url: string, body?: unknown): Promise<T> {
  const call = { url: `/api/v1${url}`, method, responseStyle: 'data' as const };
  return client.request<{ 200: T }, unknown, true, 'data'>(body === undefined ? call : { ...call, ...AS_JSON, body });
}
