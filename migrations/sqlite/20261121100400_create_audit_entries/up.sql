-- The actor has no foreign key: an entry outlives the user it speaks of.
CREATE TABLE audit_entry (
    id BLOB PRIMARY KEY NOT NULL,
    at INTEGER NOT NULL,
    actor_id BLOB,
    action TEXT NOT NULL,
    resource TEXT NOT NULL,
    address TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT, WITHOUT ROWID;
