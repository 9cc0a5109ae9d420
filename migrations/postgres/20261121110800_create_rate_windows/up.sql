-- How much of a limit per minute was handed out to the processes.
CREATE TABLE rate_window (
    subject_kind TEXT NOT NULL,
    subject_id UUID NOT NULL,
    metric TEXT NOT NULL,
    window_start TIMESTAMPTZ NOT NULL,
    granted BIGINT NOT NULL,
    CONSTRAINT rate_window_pkey PRIMARY KEY (subject_kind, subject_id, metric, window_start)
);

-- The clean-up of windows that are over.
CREATE INDEX rate_window_window_start_idx ON rate_window (window_start);
