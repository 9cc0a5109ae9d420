CREATE TABLE folder (
    id BLOB PRIMARY KEY NOT NULL,
    owner_id BLOB NOT NULL CONSTRAINT folder_owner_id_fkey REFERENCES app_user (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    -- Also the index of the foreign key, and the order of the list.
    CONSTRAINT folder_owner_id_name_key UNIQUE (owner_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE tag (
    id BLOB PRIMARY KEY NOT NULL,
    owner_id BLOB NOT NULL CONSTRAINT tag_owner_id_fkey REFERENCES app_user (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    color TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    CONSTRAINT tag_owner_id_name_key UNIQUE (owner_id, name)
) STRICT, WITHOUT ROWID;
