-- What each process holds of which counter, for calls under way and for calls to come. One row per process and
-- counter instead of one per call. What calls that were under way during the upgrade held stays counted until their
-- period ends: too much is counted rather than too little.
CREATE TABLE budget_hold (
    subject_kind TEXT NOT NULL,
    subject_id UUID NOT NULL,
    period TEXT NOT NULL,
    period_start TIMESTAMPTZ NOT NULL,
    process_id UUID NOT NULL,
    tokens BIGINT NOT NULL,
    nanos BIGINT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    CONSTRAINT budget_hold_pkey PRIMARY KEY (subject_kind, subject_id, period, period_start, process_id)
);
DROP TABLE budget_reservation;
