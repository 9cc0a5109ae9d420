CREATE TABLE connection (
    id UUID NOT NULL CONSTRAINT connection_pkey PRIMARY KEY,
    owner_id UUID CONSTRAINT connection_owner_id_fkey REFERENCES app_user (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    base_url TEXT NOT NULL,
    secret_id UUID CONSTRAINT connection_secret_id_fkey REFERENCES secret (id),
    secret_hint TEXT,
    enabled BOOLEAN NOT NULL,
    models_refreshed_at TIMESTAMPTZ,
    models_error TEXT,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL
);

-- The connections a user may see: his own and the system's, which have no owner.
CREATE INDEX connection_owner_id_idx ON connection (owner_id);
CREATE INDEX connection_secret_id_idx ON connection (secret_id);

-- What a connection offers, in the vendor's order.
CREATE TABLE connection_model (
    connection_id UUID NOT NULL
        CONSTRAINT connection_model_connection_id_fkey REFERENCES connection (id) ON DELETE CASCADE,
    position BIGINT NOT NULL,
    model_id TEXT NOT NULL,
    name TEXT NOT NULL,
    context_tokens BIGINT,
    capabilities JSON NOT NULL,
    CONSTRAINT connection_model_pkey PRIMARY KEY (connection_id, position)
);
