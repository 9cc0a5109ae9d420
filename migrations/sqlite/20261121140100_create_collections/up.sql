-- What is searched together. `deleted_at` hides one whose documents are being removed in steps.
CREATE TABLE collection (
    id BLOB NOT NULL PRIMARY KEY,
    owner_id BLOB NOT NULL CONSTRAINT collection_owner_id_fkey REFERENCES app_user (id) ON DELETE CASCADE,
    workspace_id BLOB CONSTRAINT collection_workspace_id_fkey REFERENCES workspace (id) ON DELETE SET NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    deleted_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX collection_owner_id_idx ON collection (owner_id);
CREATE INDEX collection_workspace_id_idx ON collection (workspace_id) WHERE workspace_id IS NOT NULL;
CREATE INDEX collection_deleted_at_idx ON collection (deleted_at) WHERE deleted_at IS NOT NULL;
