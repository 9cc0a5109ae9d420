CREATE TABLE message (
    -- The full-text index refers to rows by a number that VACUUM keeps.
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL,
    run_id BLOB NOT NULL CONSTRAINT message_run_id_fkey REFERENCES run (id) ON DELETE CASCADE,
    conversation_id BLOB NOT NULL
        CONSTRAINT message_conversation_id_fkey REFERENCES conversation (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    parts TEXT NOT NULL,
    -- The first words of the parts without markup, for search. Last, so that reading parts does not pass it.
    search_text TEXT NOT NULL,
    CONSTRAINT message_id_key UNIQUE (id)
) STRICT;

CREATE INDEX message_run_id_idx ON message (run_id);
CREATE INDEX message_conversation_id_idx ON message (conversation_id);
