-- head_run_id and active_run_id have no foreign key, because a run refers to its conversation.
-- The model's connection has none either: a conversation outlives the connection it used.
CREATE TABLE conversation (
    id UUID NOT NULL CONSTRAINT conversation_pkey PRIMARY KEY,
    owner_id UUID NOT NULL CONSTRAINT conversation_owner_id_fkey REFERENCES app_user (id) ON DELETE CASCADE,
    title TEXT NOT NULL,
    title_source TEXT NOT NULL,
    folder_id UUID CONSTRAINT conversation_folder_id_fkey REFERENCES folder (id) ON DELETE SET NULL,
    head_run_id UUID,
    active_run_id UUID,
    connection_id UUID,
    model TEXT,
    pinned_at TIMESTAMPTZ,
    archived_at TIMESTAMPTZ,
    deleted_at TIMESTAMPTZ,
    expires_at TIMESTAMPTZ,
    created_at TIMESTAMPTZ NOT NULL,
    active_at TIMESTAMPTZ NOT NULL,
    seen_at TIMESTAMPTZ,
    answered_at TIMESTAMPTZ,
    -- NULL where nothing was chosen, so that a list does not parse an empty object for each row.
    parameters JSON,
    -- In which list it lies: 0 active, 1 archive, 2 bin.
    place SMALLINT NOT NULL GENERATED ALWAYS AS (
        CASE WHEN deleted_at IS NOT NULL THEN 2 WHEN archived_at IS NOT NULL THEN 1 ELSE 0 END
    ) STORED,
    -- Orders the list: pinned ones first, by pinning.
    pin_order TIMESTAMPTZ NOT NULL GENERATED ALWAYS AS (coalesce(pinned_at, TIMESTAMPTZ '1970-01-01 00:00:00+00')) STORED
);

-- The lists of the sidebar, the archive and the bin, each in its order, so that a page is a range
-- of the index. Also the index of the first foreign key.
CREATE INDEX conversation_list_idx ON conversation (owner_id, place, pin_order DESC, active_at DESC, id DESC);
CREATE INDEX conversation_folder_id_idx ON conversation (folder_id);

-- Purging a conversation asks which others point at its runs.
CREATE INDEX conversation_head_run_id_idx ON conversation (head_run_id);

-- The two clean-ups: temporary conversations, and the bin after its days.
CREATE INDEX conversation_expires_at_idx ON conversation (expires_at);
CREATE INDEX conversation_deleted_at_idx ON conversation (deleted_at);

CREATE TABLE conversation_tag (
    conversation_id UUID NOT NULL
        CONSTRAINT conversation_tag_conversation_id_fkey REFERENCES conversation (id) ON DELETE CASCADE,
    tag_id UUID NOT NULL CONSTRAINT conversation_tag_tag_id_fkey REFERENCES tag (id) ON DELETE CASCADE,
    CONSTRAINT conversation_tag_pkey PRIMARY KEY (conversation_id, tag_id)
);

-- The conversations that carry a tag.
CREATE INDEX conversation_tag_tag_id_idx ON conversation_tag (tag_id, conversation_id);
