-- The ledger: one row per model call. No foreign keys: it outlives keys, users, runs and connections.
CREATE TABLE usage_entry (
    id BLOB PRIMARY KEY NOT NULL,
    at INTEGER NOT NULL,
    key_id BLOB,
    user_id BLOB NOT NULL,
    run_id BLOB,
    connection_id BLOB,
    dialect TEXT NOT NULL,
    asked_model TEXT NOT NULL,
    answered_model TEXT NOT NULL,
    input_tokens INTEGER NOT NULL,
    output_tokens INTEGER NOT NULL,
    cache_read_tokens INTEGER NOT NULL,
    cache_write_tokens INTEGER NOT NULL,
    reasoning_tokens INTEGER NOT NULL,
    cost INTEGER NOT NULL,
    estimated INTEGER NOT NULL,
    streamed INTEGER NOT NULL,
    latency_ms INTEGER NOT NULL,
    first_token_ms INTEGER,
    attempts INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    task_type TEXT,
    cached INTEGER NOT NULL,
    CONSTRAINT usage_entry_estimated_check CHECK (estimated IN (0, 1)),
    CONSTRAINT usage_entry_streamed_check CHECK (streamed IN (0, 1)),
    CONSTRAINT usage_entry_cached_check CHECK (cached IN (0, 1))
) STRICT, WITHOUT ROWID;

-- The ledger newest first, and sums of a span of time.
CREATE INDEX usage_entry_at_idx ON usage_entry (at);

-- The same of one user and of one key.
CREATE INDEX usage_entry_user_id_at_idx ON usage_entry (user_id, at);
CREATE INDEX usage_entry_key_id_at_idx ON usage_entry (key_id, at);
