-- The answer that was given to a request, so that a repeated one gets the same.
CREATE TABLE idempotency_key (
    user_id BLOB NOT NULL CONSTRAINT idempotency_key_user_id_fkey REFERENCES app_user (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    -- Tells a repeated request from another one under the same key.
    fingerprint BLOB NOT NULL,
    status INTEGER NOT NULL,
    body TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (user_id, key)
) STRICT, WITHOUT ROWID;

-- The clean-up of old answers.
CREATE INDEX idempotency_key_created_at_idx ON idempotency_key (created_at);
