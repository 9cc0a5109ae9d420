/** How fast and how much may be spent; what is `null` is not limited. */
export interface Limits {
  requests_per_minute: number | null;
  tokens_per_minute: number | null;
  parallel: number | null;
  budgets: Budget[];
}

/** How much may be spent in a period. Money is US dollars as decimal text. */
export interface Budget {
  period: 'day' | 'month';
  money_usd: string | null;
  tokens: number | null;
}

export interface ApiKey {
  id: string;
  owner_id: string;
  name: string;
  hint: string;
  scopes: ('gateway' | 'api')[];
  allowed_models: string[];
  limits: Limits;
  expires_at: string | null;
  revoked_at: string | null;
  last_used_at: string | null;
  previous_until: string | null;
  created_at: string;
  updated_at: string;
}

/** A key with its text, which is told once. */
export type ApiKeyWithText = ApiKey & { key: string | null };

export interface CreateApiKey {
  name: string;
  scopes: ApiKey['scopes'];
  allowed_models: string[];
  limits: Limits;
  expires_at: string | null;
}

/** A model that an alias stands for, and when. */
export interface AliasTarget {
  connection_id: string;
  model: string;
  weight: number;
  max_input_tokens: number | null;
  task_types: string[];
}

export interface PutAlias {
  targets: AliasTarget[];
  rescue: boolean;
  first_token_deadline_ms: number | null;
  cache_seconds: number | null;
}

export type Alias = PutAlias & { name: string; created_at: string; updated_at: string };

/** When a rule holds; what is empty or `null` is not asked. */
export interface Condition {
  task_types: string[];
  complexities: string[];
  min_input_tokens: number | null;
  max_input_tokens: number | null;
  key_ids: string[];
  hours: [number, number] | null;
}

export interface CreateRule {
  name: string;
  enabled: boolean;
  when: Condition;
  alias: string;
}

export type UpdateRule = Partial<CreateRule>;
export type Rule = CreateRule & { id: string };

export interface Classification {
  task_type: string;
  complexity: string;
  needs_codebase: boolean;
  needs_external_docs: boolean;
  needs_memory: boolean;
  freshness_required: boolean;
  recommended_alias: string;
  confidence: number;
}

export interface TargetHealth {
  model: string;
  breaker: 'closed' | 'open' | 'half_open';
  retry_after_seconds: number | null;
  failures_in_row: number;
  calls: number;
  failed: number;
  latency_p50_ms: number | null;
  first_token_p50_ms: number | null;
}

export interface ConnectionHealth {
  connection_id: string;
  name: string;
  enabled: boolean;
  /** Why the list of models could not be read. */
  models_error: string | null;
  targets: TargetHealth[];
}

/** Calls that have something in common. */
export interface UsageRow {
  /** The day, an id or the model; empty where there is none. */
  key: string;
  /** What people call a user or a key; `null` where it is gone, and for days and models. */
  name: string | null;
  calls: number;
  failed: number;
  input_tokens: number;
  output_tokens: number;
  cost_usd: string;
}

/** What was spent in the period under way, and what may be. */
export interface Spending {
  period: 'day' | 'month';
  resets_at: string;
  used_tokens: number;
  used_usd: string;
  budget_tokens: number | null;
  budget_usd: string | null;
}

export interface Remaining {
  limits: Limits;
  spending: Spending[];
  keys: { id: string; name: string; hint: string; limits: Limits; spending: Spending[] }[];
}

/** Where a call would go. */
export interface Decision {
  classification: Classification;
  rule: string | null;
  alias: string | null;
  /** As `connection/model`. */
  targets: string[];
}
