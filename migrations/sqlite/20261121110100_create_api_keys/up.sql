-- Keys that programs call the gateway with. Only hashes are kept; a rotated key's old one works until `previous_until`.
CREATE TABLE api_key (
    id BLOB PRIMARY KEY NOT NULL,
    owner_id BLOB NOT NULL CONSTRAINT api_key_owner_id_fkey REFERENCES app_user (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    hint TEXT NOT NULL,
    hash BLOB NOT NULL CONSTRAINT api_key_hash_key UNIQUE,
    previous_hash BLOB,
    previous_until INTEGER,
    scopes TEXT NOT NULL,
    allowed_models TEXT NOT NULL,
    limits TEXT NOT NULL,
    expires_at INTEGER,
    revoked_at INTEGER,
    last_used_at INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The keys of a user, and the keys that go with a user.
CREATE INDEX api_key_owner_id_idx ON api_key (owner_id);
