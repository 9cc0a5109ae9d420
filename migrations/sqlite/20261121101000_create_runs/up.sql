-- Messages refer to their run, so the run's two message ids have no foreign key; the answer is written last.
CREATE TABLE run (
    id BLOB NOT NULL PRIMARY KEY,
    conversation_id BLOB NOT NULL
        CONSTRAINT run_conversation_id_fkey REFERENCES conversation (id) ON DELETE CASCADE,
    owner_id BLOB NOT NULL CONSTRAINT run_owner_id_fkey REFERENCES app_user (id) ON DELETE CASCADE,
    parent_run_id BLOB CONSTRAINT run_parent_run_id_fkey REFERENCES run (id),
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    input_message_id BLOB,
    answer_message_id BLOB NOT NULL,
    connection_id BLOB NOT NULL,
    model TEXT NOT NULL,
    parameters TEXT,
    usage TEXT,
    finish_reason TEXT,
    failure TEXT,
    created_at INTEGER NOT NULL,
    first_token_at INTEGER,
    finished_at INTEGER,
    lease_owner BLOB NOT NULL,
    lease_until INTEGER NOT NULL,
    interrupt_requested_at INTEGER,
    -- FALSE once the log of a finished run was pruned.
    has_events INTEGER NOT NULL DEFAULT TRUE,
    CONSTRAINT run_status_check CHECK (
        (finished_at IS NULL) = (status IN ('queued', 'running', 'waiting_approval'))
    )
) STRICT, WITHOUT ROWID;

-- Siblings, children within a conversation, and the foreign key.
CREATE INDEX run_conversation_id_parent_run_id_idx ON run (conversation_id, parent_run_id, id);

-- Children in other conversations: purging asks who continues from a run. Also the foreign key.
CREATE INDEX run_parent_run_id_idx ON run (parent_run_id);
CREATE INDEX run_owner_id_idx ON run (owner_id);

-- Purging asks who shares an input.
CREATE INDEX run_input_message_id_idx ON run (input_message_id);

-- The few runs under way: leases that ran out, and who holds what.
CREATE INDEX run_lease_until_idx ON run (lease_until) WHERE finished_at IS NULL;

-- Finished runs whose log is still kept.
CREATE INDEX run_finished_at_idx ON run (finished_at) WHERE has_events;
