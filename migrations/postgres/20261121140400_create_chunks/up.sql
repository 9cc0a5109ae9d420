-- Pieces of documents, as they are found and cited. `collection_id` is the document's, which never changes.
CREATE TABLE chunk (
    number BIGINT GENERATED ALWAYS AS IDENTITY CONSTRAINT chunk_pkey PRIMARY KEY,
    id UUID NOT NULL CONSTRAINT chunk_id_key UNIQUE,
    document_id UUID NOT NULL CONSTRAINT chunk_document_id_fkey REFERENCES document (id) ON DELETE CASCADE,
    collection_id UUID,
    position BIGINT NOT NULL,
    heading_path JSON NOT NULL,
    page BIGINT,
    begins BIGINT NOT NULL,
    ends BIGINT NOT NULL,
    text TEXT NOT NULL,
    tokens BIGINT NOT NULL
);

CREATE INDEX chunk_document_id_idx ON chunk (document_id, position);
CREATE INDEX chunk_collection_id_idx ON chunk (collection_id) WHERE collection_id IS NOT NULL;

-- Their words, as the store cuts them, with marks that tell how much each weighs. No column of `chunk`, because a change of a place would write the words anew.
CREATE TABLE chunk_words (
    number BIGINT NOT NULL CONSTRAINT chunk_words_pkey PRIMARY KEY
        CONSTRAINT chunk_words_number_fkey REFERENCES chunk (number) ON DELETE CASCADE,
    document_id UUID NOT NULL,
    collection_id UUID,
    words TSVECTOR NOT NULL
);

CREATE INDEX chunk_words_words_idx ON chunk_words USING gin (words);
CREATE INDEX chunk_words_document_id_idx ON chunk_words (document_id);
CREATE INDEX chunk_words_collection_id_idx ON chunk_words (collection_id) WHERE collection_id IS NOT NULL;
