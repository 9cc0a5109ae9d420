-- The log of a run: short JSON texts, written in groups, read after a cursor.
CREATE TABLE run_event (
    run_id BLOB NOT NULL CONSTRAINT run_event_run_id_fkey REFERENCES run (id) ON DELETE CASCADE,
    sequence INTEGER NOT NULL,
    payload TEXT NOT NULL,
    PRIMARY KEY (run_id, sequence)
) STRICT, WITHOUT ROWID;
