-- The vectors that one model makes of a collection's chunks. State `gone`: they are being removed in steps.
CREATE TABLE embedding_index (
    number BIGINT GENERATED ALWAYS AS IDENTITY CONSTRAINT embedding_index_pkey PRIMARY KEY,
    id UUID NOT NULL CONSTRAINT embedding_index_id_key UNIQUE,
    collection_id UUID NOT NULL
        CONSTRAINT embedding_index_collection_id_fkey REFERENCES collection (id) ON DELETE CASCADE,
    -- No foreign key: an index whose connection is gone says so, and its words are still found.
    connection_id UUID NOT NULL,
    model TEXT NOT NULL,
    dimensions BIGINT,
    state TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);

CREATE INDEX embedding_index_collection_id_idx ON embedding_index (collection_id);
CREATE UNIQUE INDEX embedding_index_collection_id_state_key ON embedding_index (collection_id, state)
    WHERE state <> 'gone';
CREATE INDEX embedding_index_gone_idx ON embedding_index (number) WHERE state = 'gone';

-- One vector of length 1 for each chunk: little-endian 32-bit floats.
CREATE TABLE embedding (
    number BIGINT GENERATED ALWAYS AS IDENTITY CONSTRAINT embedding_pkey PRIMARY KEY,
    index_number BIGINT NOT NULL
        CONSTRAINT embedding_index_number_fkey REFERENCES embedding_index (number) ON DELETE CASCADE,
    chunk_number BIGINT NOT NULL
        CONSTRAINT embedding_chunk_number_fkey REFERENCES chunk (number) ON DELETE CASCADE,
    floats BYTEA NOT NULL
);

-- Floats do not compress.
ALTER TABLE embedding ALTER COLUMN floats SET STORAGE EXTERNAL;

CREATE UNIQUE INDEX embedding_index_number_chunk_number_key ON embedding (index_number, chunk_number);
CREATE INDEX embedding_chunk_number_idx ON embedding (chunk_number);

-- The signs of the floats, apart from them so that a search reads no more than it needs.
CREATE TABLE embedding_bits (
    number BIGINT NOT NULL CONSTRAINT embedding_bits_pkey PRIMARY KEY
        CONSTRAINT embedding_bits_number_fkey REFERENCES embedding (number) ON DELETE CASCADE,
    index_number BIGINT NOT NULL,
    signs BIT VARYING NOT NULL
);

CREATE INDEX embedding_bits_index_number_idx ON embedding_bits (index_number);
