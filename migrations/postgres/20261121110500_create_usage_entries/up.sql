-- The ledger: one row per model call. No foreign keys: it outlives keys, users, runs and connections.
CREATE TABLE usage_entry (
    id UUID NOT NULL CONSTRAINT usage_entry_pkey PRIMARY KEY,
    at TIMESTAMPTZ NOT NULL,
    key_id UUID,
    user_id UUID NOT NULL,
    run_id UUID,
    connection_id UUID,
    dialect TEXT NOT NULL,
    asked_model TEXT NOT NULL,
    answered_model TEXT NOT NULL,
    input_tokens BIGINT NOT NULL,
    output_tokens BIGINT NOT NULL,
    cache_read_tokens BIGINT NOT NULL,
    cache_write_tokens BIGINT NOT NULL,
    reasoning_tokens BIGINT NOT NULL,
    cost BIGINT NOT NULL,
    estimated BOOLEAN NOT NULL,
    streamed BOOLEAN NOT NULL,
    latency_ms BIGINT NOT NULL,
    first_token_ms BIGINT,
    attempts BIGINT NOT NULL,
    outcome TEXT NOT NULL,
    task_type TEXT,
    cached BOOLEAN NOT NULL
);

-- The ledger newest first, and sums of a span of time.
CREATE INDEX usage_entry_at_idx ON usage_entry (at);

-- The same of one user and of one key.
CREATE INDEX usage_entry_user_id_at_idx ON usage_entry (user_id, at);
CREATE INDEX usage_entry_key_id_at_idx ON usage_entry (key_id, at);
