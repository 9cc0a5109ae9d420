-- Blobs that may be without an attachment: noted before a file gets its name and when an attachment is removed,
-- so that a crash leaves no file that nobody knows of. The row is also the lock of its blob.
CREATE TABLE unused_blob (
    hash TEXT NOT NULL CONSTRAINT unused_blob_pkey PRIMARY KEY,
    since TIMESTAMPTZ NOT NULL
);

-- The clean-up of those that have been unused long enough.
CREATE INDEX unused_blob_since_idx ON unused_blob (since);
