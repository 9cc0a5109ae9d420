CREATE TABLE auth_session (
    id BLOB PRIMARY KEY NOT NULL,
    user_id BLOB NOT NULL CONSTRAINT auth_session_user_id_fkey REFERENCES app_user (id) ON DELETE CASCADE,
    refresh_hash BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    last_used_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked_at INTEGER,
    user_agent TEXT NOT NULL,
    address TEXT NOT NULL,
    CONSTRAINT auth_session_refresh_hash_check CHECK (length(refresh_hash) = 32)
) STRICT, WITHOUT ROWID;

-- A user's page of logins, and the revocation of all but one.
CREATE INDEX auth_session_user_id_idx ON auth_session (user_id);

-- The clean-up of logins that ended long ago.
CREATE INDEX auth_session_expires_at_idx ON auth_session (expires_at);
