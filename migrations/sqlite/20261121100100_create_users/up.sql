CREATE TABLE app_user (
    id BLOB PRIMARY KEY NOT NULL,
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    disabled_at INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CONSTRAINT app_user_email_key UNIQUE (email),
    CONSTRAINT app_user_role_check CHECK (role IN ('member', 'admin', 'owner'))
) STRICT, WITHOUT ROWID;
