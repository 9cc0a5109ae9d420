-- Names for models. The targets have no foreign keys: an alias keeps its place for a connection that comes back.
CREATE TABLE model_alias (
    id BLOB PRIMARY KEY NOT NULL,
    name TEXT NOT NULL CONSTRAINT model_alias_name_key UNIQUE,
    targets TEXT NOT NULL,
    rescue INTEGER NOT NULL,
    first_token_deadline_ms INTEGER,
    cache_seconds INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CONSTRAINT model_alias_rescue_check CHECK (rescue IN (0, 1))
) STRICT, WITHOUT ROWID;
