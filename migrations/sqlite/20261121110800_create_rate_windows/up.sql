-- How much of a limit per minute was handed out to the processes.
CREATE TABLE rate_window (
    subject_kind TEXT NOT NULL,
    subject_id BLOB NOT NULL,
    metric TEXT NOT NULL,
    window_start INTEGER NOT NULL,
    granted INTEGER NOT NULL,
    PRIMARY KEY (subject_kind, subject_id, metric, window_start)
) STRICT, WITHOUT ROWID;

-- The clean-up of windows that are over.
CREATE INDEX rate_window_window_start_idx ON rate_window (window_start);
