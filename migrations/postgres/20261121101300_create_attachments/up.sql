CREATE TABLE attachment (
    id UUID NOT NULL CONSTRAINT attachment_pkey PRIMARY KEY,
    owner_id UUID NOT NULL CONSTRAINT attachment_owner_id_fkey REFERENCES app_user (id) ON DELETE CASCADE,
    -- SHA-256 of the bytes in hex; equal files share one blob.
    blob TEXT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);

CREATE INDEX attachment_owner_id_idx ON attachment (owner_id);

-- Asks whether a blob is still used before it is removed.
CREATE INDEX attachment_blob_idx ON attachment (blob);
