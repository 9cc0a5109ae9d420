-- What a key or a user spent in a day or a month: settled calls and open reservations together.
CREATE TABLE budget_counter (
    subject_kind TEXT NOT NULL,
    subject_id BLOB NOT NULL,
    period TEXT NOT NULL,
    period_start INTEGER NOT NULL,
    tokens INTEGER NOT NULL,
    nanos INTEGER NOT NULL,
    PRIMARY KEY (subject_kind, subject_id, period, period_start)
) STRICT, WITHOUT ROWID;
