-- Places among the calls at once that a process may fill. What a process that died holds is free again when it expires.
CREATE TABLE parallel_lease (
    subject_kind TEXT NOT NULL,
    subject_id BLOB NOT NULL,
    process_id BLOB NOT NULL,
    places INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (subject_kind, subject_id, process_id)
) STRICT, WITHOUT ROWID;
