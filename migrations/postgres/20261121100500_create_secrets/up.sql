CREATE TABLE secret (
    id UUID NOT NULL CONSTRAINT secret_pkey PRIMARY KEY,
    wrapped_key BYTEA NOT NULL,
    key_nonce BYTEA NOT NULL,
    nonce BYTEA NOT NULL,
    ciphertext BYTEA NOT NULL,
    master_key_id TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT secret_key_nonce_check CHECK (length(key_nonce) = 12),
    CONSTRAINT secret_nonce_check CHECK (length(nonce) = 12)
);
