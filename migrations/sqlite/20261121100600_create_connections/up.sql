CREATE TABLE connection (
    id BLOB PRIMARY KEY NOT NULL,
    owner_id BLOB CONSTRAINT connection_owner_id_fkey REFERENCES app_user (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    base_url TEXT NOT NULL,
    secret_id BLOB CONSTRAINT connection_secret_id_fkey REFERENCES secret (id),
    secret_hint TEXT,
    enabled INTEGER NOT NULL,
    models_refreshed_at INTEGER,
    models_error TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CONSTRAINT connection_enabled_check CHECK (enabled IN (0, 1))
) STRICT, WITHOUT ROWID;

-- The connections a user may see: his own and the system's, which have no owner.
CREATE INDEX connection_owner_id_idx ON connection (owner_id);
CREATE INDEX connection_secret_id_idx ON connection (secret_id);

-- What a connection offers, in the vendor's order.
CREATE TABLE connection_model (
    connection_id BLOB NOT NULL
        CONSTRAINT connection_model_connection_id_fkey REFERENCES connection (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    model_id TEXT NOT NULL,
    name TEXT NOT NULL,
    context_tokens INTEGER,
    capabilities TEXT NOT NULL,
    PRIMARY KEY (connection_id, position)
) STRICT, WITHOUT ROWID;
