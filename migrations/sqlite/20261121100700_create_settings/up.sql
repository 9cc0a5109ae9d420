-- Values that users and admins change while the server runs. The system's have the nil id.
CREATE TABLE setting (
    scope TEXT NOT NULL,
    subject_id BLOB NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (scope, subject_id, key)
) STRICT, WITHOUT ROWID;
