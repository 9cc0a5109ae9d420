-- The answer that was given to a request, so that a repeated one gets the same.
CREATE TABLE idempotency_key (
    user_id UUID NOT NULL CONSTRAINT idempotency_key_user_id_fkey REFERENCES app_user (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    -- Tells a repeated request from another one under the same key.
    fingerprint BYTEA NOT NULL,
    status BIGINT NOT NULL,
    body TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT idempotency_key_pkey PRIMARY KEY (user_id, key)
);

-- The clean-up of old answers.
CREATE INDEX idempotency_key_created_at_idx ON idempotency_key (created_at);
