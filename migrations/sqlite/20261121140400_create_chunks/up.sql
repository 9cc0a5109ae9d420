-- Pieces of documents, as they are found and cited. `collection_id` is the document's, which never changes.
CREATE TABLE chunk (
    number INTEGER PRIMARY KEY NOT NULL,
    id BLOB NOT NULL CONSTRAINT chunk_id_key UNIQUE,
    document_id BLOB NOT NULL CONSTRAINT chunk_document_id_fkey REFERENCES document (id) ON DELETE CASCADE,
    collection_id BLOB,
    position INTEGER NOT NULL,
    heading_path TEXT NOT NULL,
    page INTEGER,
    begins INTEGER NOT NULL,
    ends INTEGER NOT NULL,
    text TEXT NOT NULL,
    tokens INTEGER NOT NULL
) STRICT;

CREATE INDEX chunk_document_id_idx ON chunk (document_id, position);
CREATE INDEX chunk_collection_id_idx ON chunk (collection_id) WHERE collection_id IS NOT NULL;

-- Their words, as the store cuts them: the tokenizer only splits at spaces. Each is there once, with marks that tell how
-- much it weighs; two more name the collection and the document, so that a search never looks outside.
CREATE VIRTUAL TABLE chunk_words USING fts5(
    words, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii'
);

CREATE TRIGGER chunk_words_delete AFTER DELETE ON chunk BEGIN
    DELETE FROM chunk_words WHERE rowid = old.number;
END;
