-- What is searched together. `deleted_at` hides one whose documents are being removed in steps.
CREATE TABLE collection (
    id UUID NOT NULL CONSTRAINT collection_pkey PRIMARY KEY,
    owner_id UUID NOT NULL CONSTRAINT collection_owner_id_fkey REFERENCES app_user (id) ON DELETE CASCADE,
    workspace_id UUID CONSTRAINT collection_workspace_id_fkey REFERENCES workspace (id) ON DELETE SET NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    deleted_at TIMESTAMPTZ
);

CREATE INDEX collection_owner_id_idx ON collection (owner_id);
CREATE INDEX collection_workspace_id_idx ON collection (workspace_id) WHERE workspace_id IS NOT NULL;
CREATE INDEX collection_deleted_at_idx ON collection (deleted_at) WHERE deleted_at IS NOT NULL;
