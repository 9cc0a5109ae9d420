import { USER_ID } from '@/test/builders';
import type { ApiKey } from '@/api/generated';

/** A key that works and may do all; `change` says what is special. */
export function apiKey(change: Partial<ApiKey> = {}): ApiKey {
  return {
    id: '01890000-0000-7000-8000-000000000201',
    owner_id: USER_ID,
    workspace_id: null,
    name: 'Agent',
    hint: '1a2b',
    scopes: ['gateway'],
    allowed_models: [],
    limits: { requests_per_minute: null, tokens_per_minute: null, parallel: null, budgets: [] },
    expires_at: null,
    revoked_at: null,
    last_used_at: null,
    previous_until: null,
    created_at: '2026-01-01T00:00:00Z',
    updated_at: '2026-01-01T00:00:00Z',
    ...change,
  };
}
