-- Where documents of a collection come from. `deleted_at` hides one whose documents are being removed in steps.
CREATE TABLE source (
    id BLOB NOT NULL PRIMARY KEY,
    collection_id BLOB NOT NULL
        CONSTRAINT source_collection_id_fkey REFERENCES collection (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    location TEXT NOT NULL,
    reference TEXT,
    ignore TEXT,
    depth INTEGER NOT NULL,
    refresh_minutes INTEGER,
    state TEXT NOT NULL,
    error TEXT,
    synced_at INTEGER,
    next_sync_at INTEGER,
    created_at INTEGER NOT NULL,
    deleted_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX source_collection_id_idx ON source (collection_id);
CREATE INDEX source_next_sync_at_idx ON source (next_sync_at) WHERE next_sync_at IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX source_deleted_at_idx ON source (deleted_at) WHERE deleted_at IS NOT NULL;
