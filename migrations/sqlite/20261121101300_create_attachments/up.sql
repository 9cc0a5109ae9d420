CREATE TABLE attachment (
    id BLOB NOT NULL PRIMARY KEY,
    owner_id BLOB NOT NULL CONSTRAINT attachment_owner_id_fkey REFERENCES app_user (id) ON DELETE CASCADE,
    -- SHA-256 of the bytes in hex; equal files share one blob.
    blob TEXT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX attachment_owner_id_idx ON attachment (owner_id);

-- Asks whether a blob is still used before it is removed.
CREATE INDEX attachment_blob_idx ON attachment (blob);
