-- Files on their way here. `sha256` is the sender's promise; once `done`, a blob of that name exists.
CREATE TABLE upload (
    id UUID NOT NULL CONSTRAINT upload_pkey PRIMARY KEY,
    owner_id UUID NOT NULL CONSTRAINT upload_owner_id_fkey REFERENCES app_user (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    arrived BIGINT NOT NULL,
    done BOOLEAN NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL
);

CREATE INDEX upload_owner_id_idx ON upload (owner_id);
CREATE INDEX upload_updated_at_idx ON upload (updated_at);

-- Asks whether a blob is still used before it is removed.
CREATE INDEX upload_sha256_idx ON upload (sha256) WHERE done;
