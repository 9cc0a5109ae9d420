-- Places among the calls at once that a process may fill. What a process that died holds is free again when it expires.
CREATE TABLE parallel_lease (
    subject_kind TEXT NOT NULL,
    subject_id UUID NOT NULL,
    process_id UUID NOT NULL,
    places BIGINT NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT parallel_lease_pkey PRIMARY KEY (subject_kind, subject_id, process_id)
);
