CREATE TABLE message (
    id UUID NOT NULL CONSTRAINT message_pkey PRIMARY KEY,
    run_id UUID NOT NULL CONSTRAINT message_run_id_fkey REFERENCES run (id) ON DELETE CASCADE,
    conversation_id UUID NOT NULL
        CONSTRAINT message_conversation_id_fkey REFERENCES conversation (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    parts JSON NOT NULL,
    -- The first words of the parts without markup, for search. Last, so that reading parts does not pass it.
    search_text TEXT NOT NULL
);

CREATE INDEX message_run_id_idx ON message (run_id);
CREATE INDEX message_conversation_id_idx ON message (conversation_id);
