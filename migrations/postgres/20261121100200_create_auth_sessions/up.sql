CREATE TABLE auth_session (
    id UUID NOT NULL CONSTRAINT auth_session_pkey PRIMARY KEY,
    user_id UUID NOT NULL CONSTRAINT auth_session_user_id_fkey REFERENCES app_user (id) ON DELETE CASCADE,
    refresh_hash BYTEA NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    last_used_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    revoked_at TIMESTAMPTZ,
    user_agent TEXT NOT NULL,
    address TEXT NOT NULL,
    CONSTRAINT auth_session_refresh_hash_check CHECK (length(refresh_hash) = 32)
);

-- A user's page of logins, and the revocation of all but one.
CREATE INDEX auth_session_user_id_idx ON auth_session (user_id);

-- The clean-up of logins that ended long ago.
CREATE INDEX auth_session_expires_at_idx ON auth_session (expires_at);
