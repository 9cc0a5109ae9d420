import type { Connection, ConnectionKindInfo, Session, User } from '@/api/generated';

export const USER_ID = '01890000-0000-7000-8000-000000000001';

export function user(change: Partial<User> = {}): User {
  return {
    id: USER_ID,
    email: 'ada@example.com',
    name: 'Ada',
    role: 'member',
    disabled: false,
    created_at: '2026-01-01T00:00:00Z',
    ...change,
  };
}

export function session(token: string, change: Partial<User> = {}): Session {
  return { access_token: token, token_type: 'bearer', expires_in: 900, user: user(change) };
}

export function kind(change: Partial<ConnectionKindInfo> = {}): ConnectionKindInfo {
  return {
    kind: 'openai',
    name: 'OpenAI',
    default_base_url: 'https://api.openai.com/v1',
    needs_secret: true,
    key_url: 'https://platform.openai.com/api-keys',
    device_login: false,
    notice: null,
    ...change,
  };
}

export function connection(change: Partial<Connection> = {}): Connection {
  return {
    id: '01890000-0000-7000-8000-000000000101',
    kind: 'openai',
    name: 'OpenAI',
    base_url: 'https://api.openai.com/v1',
    scope: 'user',
    enabled: true,
    has_secret: true,
    secret_hint: '…1a2b',
    editable: true,
    max_parallel: null,
    model_count: 3,
    models_refreshed_at: null,
    models_error: null,
    created_at: '2026-01-01T00:00:00Z',
    updated_at: '2026-01-01T00:00:00Z',
    ...change,
  };
}
