-- Spaces: one private to each user, which has the user's id, and those that several share.
CREATE TABLE workspace (
    id BLOB PRIMARY KEY NOT NULL,
    private_of BLOB
        CONSTRAINT workspace_private_of_fkey REFERENCES app_user (id) ON DELETE CASCADE
        CONSTRAINT workspace_private_of_key UNIQUE,
    name TEXT NOT NULL,
    limits TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Who belongs to them.
CREATE TABLE membership (
    workspace_id BLOB NOT NULL
        CONSTRAINT membership_workspace_id_fkey REFERENCES workspace (id) ON DELETE CASCADE,
    user_id BLOB NOT NULL
        CONSTRAINT membership_user_id_fkey REFERENCES app_user (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, user_id),
    CONSTRAINT membership_role_check CHECK (role IN ('viewer', 'member', 'admin', 'owner'))
) STRICT, WITHOUT ROWID;

-- The spaces of a user, and the memberships that go with a user.
CREATE INDEX membership_user_id_idx ON membership (user_id);

INSERT INTO workspace (id, private_of, name, limits, created_at, updated_at)
    SELECT id, id, 'Private', '{}', created_at, created_at FROM app_user;
INSERT INTO membership (workspace_id, user_id, role, created_at)
    SELECT id, id, 'owner', created_at FROM app_user;

-- What the gateway knows by heart of them.
CREATE TRIGGER workspace_update_counts AFTER UPDATE OF limits ON workspace BEGIN UPDATE gateway_version SET version = version + 1; END;
CREATE TRIGGER membership_insert_counts AFTER INSERT ON membership BEGIN UPDATE gateway_version SET version = version + 1; END;
CREATE TRIGGER membership_update_counts AFTER UPDATE OF role ON membership BEGIN UPDATE gateway_version SET version = version + 1; END;
CREATE TRIGGER membership_delete_counts AFTER DELETE ON membership BEGIN UPDATE gateway_version SET version = version + 1; END;
