CREATE TABLE folder (
    id UUID NOT NULL CONSTRAINT folder_pkey PRIMARY KEY,
    owner_id UUID NOT NULL CONSTRAINT folder_owner_id_fkey REFERENCES app_user (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    -- Also the index of the foreign key, and the order of the list.
    CONSTRAINT folder_owner_id_name_key UNIQUE (owner_id, name)
);

CREATE TABLE tag (
    id UUID NOT NULL CONSTRAINT tag_pkey PRIMARY KEY,
    owner_id UUID NOT NULL CONSTRAINT tag_owner_id_fkey REFERENCES app_user (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    color TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT tag_owner_id_name_key UNIQUE (owner_id, name)
);
