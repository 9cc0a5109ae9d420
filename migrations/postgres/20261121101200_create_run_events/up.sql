-- The log of a run: short JSON texts, written in groups, read after a cursor.
CREATE TABLE run_event (
    run_id UUID NOT NULL CONSTRAINT run_event_run_id_fkey REFERENCES run (id) ON DELETE CASCADE,
    sequence BIGINT NOT NULL,
    payload TEXT NOT NULL,
    CONSTRAINT run_event_pkey PRIMARY KEY (run_id, sequence)
);
