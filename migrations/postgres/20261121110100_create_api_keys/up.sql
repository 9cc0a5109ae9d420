-- Keys that programs call the gateway with. Only hashes are kept; a rotated key's old one works until `previous_until`.
CREATE TABLE api_key (
    id UUID NOT NULL CONSTRAINT api_key_pkey PRIMARY KEY,
    owner_id UUID NOT NULL CONSTRAINT api_key_owner_id_fkey REFERENCES app_user (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    hint TEXT NOT NULL,
    hash BYTEA NOT NULL CONSTRAINT api_key_hash_key UNIQUE,
    previous_hash BYTEA,
    previous_until TIMESTAMPTZ,
    scopes JSON NOT NULL,
    allowed_models JSON NOT NULL,
    limits JSON NOT NULL,
    expires_at TIMESTAMPTZ,
    revoked_at TIMESTAMPTZ,
    last_used_at TIMESTAMPTZ,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL
);

-- The keys of a user, and the keys that go with a user.
CREATE INDEX api_key_owner_id_idx ON api_key (owner_id);
