-- Spaces: one private to each user, which has the user's id, and those that several share.
CREATE TABLE workspace (
    id UUID NOT NULL CONSTRAINT workspace_pkey PRIMARY KEY,
    private_of UUID
        CONSTRAINT workspace_private_of_fkey REFERENCES app_user (id) ON DELETE CASCADE
        CONSTRAINT workspace_private_of_key UNIQUE,
    name TEXT NOT NULL,
    limits JSON NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL
);

-- Who belongs to them.
CREATE TABLE membership (
    workspace_id UUID NOT NULL
        CONSTRAINT membership_workspace_id_fkey REFERENCES workspace (id) ON DELETE CASCADE,
    user_id UUID NOT NULL
        CONSTRAINT membership_user_id_fkey REFERENCES app_user (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT membership_pkey PRIMARY KEY (workspace_id, user_id),
    CONSTRAINT membership_role_check CHECK (role IN ('viewer', 'member', 'admin', 'owner'))
);

-- The spaces of a user, and the memberships that go with a user.
CREATE INDEX membership_user_id_idx ON membership (user_id);

INSERT INTO workspace (id, private_of, name, limits, created_at, updated_at)
    SELECT id, id, 'Private', '{}', created_at, created_at FROM app_user;
INSERT INTO membership (workspace_id, user_id, role, created_at)
    SELECT id, id, 'owner', created_at FROM app_user;

-- What the gateway knows by heart of them.
CREATE CONSTRAINT TRIGGER workspace_counts AFTER UPDATE OF limits ON workspace
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION count_gateway_change();
CREATE CONSTRAINT TRIGGER membership_counts AFTER INSERT OR DELETE OR UPDATE OF role ON membership
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION count_gateway_change();
