-- Files, pages and texts that are read. `label` is name, path and title without case and accents, for the list's filter.
CREATE TABLE document (
    id BLOB NOT NULL PRIMARY KEY,
    owner_id BLOB NOT NULL CONSTRAINT document_owner_id_fkey REFERENCES app_user (id) ON DELETE CASCADE,
    collection_id BLOB CONSTRAINT document_collection_id_fkey REFERENCES collection (id) ON DELETE CASCADE,
    source_id BLOB CONSTRAINT document_source_id_fkey REFERENCES source (id) ON DELETE CASCADE,
    attachment_id BLOB CONSTRAINT document_attachment_id_fkey REFERENCES attachment (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    path TEXT,
    label TEXT NOT NULL,
    media_type TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    -- SHA-256 of the file in hex.
    blob TEXT NOT NULL,
    state TEXT NOT NULL,
    error TEXT,
    title TEXT,
    author TEXT,
    language TEXT,
    pages INTEGER,
    characters INTEGER NOT NULL,
    warnings TEXT NOT NULL,
    chunks INTEGER NOT NULL,
    stale INTEGER NOT NULL,
    indexed_at INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CONSTRAINT document_source_id_path_key UNIQUE (source_id, path),
    CONSTRAINT document_attachment_id_key UNIQUE (attachment_id)
) STRICT, WITHOUT ROWID;

-- Lists, and what goes with its owner.
CREATE INDEX document_collection_id_idx ON document (collection_id, id);
CREATE INDEX document_owner_id_idx ON document (owner_id);

-- Counts of a collection, read from the index alone, and lists of one state.
CREATE INDEX document_counts_idx ON document (collection_id, state, stale, id, chunks, bytes);

-- Asks whether a blob is still used before it is removed.
CREATE INDEX document_blob_idx ON document (blob);

-- What was read, as Markdown.
CREATE TABLE document_text (
    document_id BLOB NOT NULL PRIMARY KEY
        CONSTRAINT document_text_document_id_fkey REFERENCES document (id) ON DELETE CASCADE,
    markdown TEXT NOT NULL
) STRICT;
