-- Names for models. The targets have no foreign keys: an alias keeps its place for a connection that comes back.
CREATE TABLE model_alias (
    id UUID NOT NULL CONSTRAINT model_alias_pkey PRIMARY KEY,
    name TEXT NOT NULL CONSTRAINT model_alias_name_key UNIQUE,
    targets JSON NOT NULL,
    rescue BOOLEAN NOT NULL,
    first_token_deadline_ms BIGINT,
    cache_seconds BIGINT,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL
);
