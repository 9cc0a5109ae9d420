-- What each process holds of which counter, for calls under way and for calls to come. One row per process and
-- counter instead of one per call. What calls that were under way during the upgrade held stays counted until their
-- period ends: too much is counted rather than too little.
CREATE TABLE budget_hold (
    subject_kind TEXT NOT NULL,
    subject_id BLOB NOT NULL,
    period TEXT NOT NULL,
    period_start INTEGER NOT NULL,
    process_id BLOB NOT NULL,
    tokens INTEGER NOT NULL,
    nanos INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (subject_kind, subject_id, period, period_start, process_id)
) STRICT, WITHOUT ROWID;
DROP TABLE budget_reservation;
