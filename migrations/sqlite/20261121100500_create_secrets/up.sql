CREATE TABLE secret (
    id BLOB PRIMARY KEY NOT NULL,
    wrapped_key BLOB NOT NULL,
    key_nonce BLOB NOT NULL,
    nonce BLOB NOT NULL,
    ciphertext BLOB NOT NULL,
    master_key_id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    CONSTRAINT secret_key_nonce_check CHECK (length(key_nonce) = 12),
    CONSTRAINT secret_nonce_check CHECK (length(nonce) = 12)
) STRICT, WITHOUT ROWID;
