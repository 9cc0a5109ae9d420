-- What a key or a user spent in a day or a month: settled calls and open reservations together.
CREATE TABLE budget_counter (
    subject_kind TEXT NOT NULL,
    subject_id UUID NOT NULL,
    period TEXT NOT NULL,
    period_start TIMESTAMPTZ NOT NULL,
    tokens BIGINT NOT NULL,
    nanos BIGINT NOT NULL,
    CONSTRAINT budget_counter_pkey PRIMARY KEY (subject_kind, subject_id, period, period_start)
);
