-- The vectors that one model makes of a collection's chunks. State `gone`: they are being removed in steps.
CREATE TABLE embedding_index (
    number INTEGER PRIMARY KEY NOT NULL,
    id BLOB NOT NULL CONSTRAINT embedding_index_id_key UNIQUE,
    collection_id BLOB NOT NULL
        CONSTRAINT embedding_index_collection_id_fkey REFERENCES collection (id) ON DELETE CASCADE,
    -- No foreign key: an index whose connection is gone says so, and its words are still found.
    connection_id BLOB NOT NULL,
    model TEXT NOT NULL,
    dimensions INTEGER,
    state TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX embedding_index_collection_id_idx ON embedding_index (collection_id);
CREATE UNIQUE INDEX embedding_index_collection_id_state_key ON embedding_index (collection_id, state)
    WHERE state <> 'gone';
CREATE INDEX embedding_index_gone_idx ON embedding_index (number) WHERE state = 'gone';

-- One vector of length 1 for each chunk: little-endian 32-bit floats.
CREATE TABLE embedding (
    number INTEGER PRIMARY KEY NOT NULL,
    index_number INTEGER NOT NULL
        CONSTRAINT embedding_index_number_fkey REFERENCES embedding_index (number) ON DELETE CASCADE,
    chunk_number INTEGER NOT NULL
        CONSTRAINT embedding_chunk_number_fkey REFERENCES chunk (number) ON DELETE CASCADE,
    -- Which of the tables below has its signs; 0 for none.
    width INTEGER NOT NULL,
    floats BLOB NOT NULL
) STRICT;

CREATE UNIQUE INDEX embedding_index_number_chunk_number_key ON embedding (index_number, chunk_number);
CREATE INDEX embedding_chunk_number_idx ON embedding (chunk_number);

-- The signs of the floats, filled up with zeros to the width. `part` is twice the index's number; one more for a sample
-- of it, whose rowids are negative.
CREATE VIRTUAL TABLE embedding_bits_512 USING vec0(part INTEGER PARTITION KEY, signs BIT[512]);
CREATE VIRTUAL TABLE embedding_bits_1024 USING vec0(part INTEGER PARTITION KEY, signs BIT[1024]);
CREATE VIRTUAL TABLE embedding_bits_2048 USING vec0(part INTEGER PARTITION KEY, signs BIT[2048]);
CREATE VIRTUAL TABLE embedding_bits_4096 USING vec0(part INTEGER PARTITION KEY, signs BIT[4096]);

CREATE TRIGGER embedding_bits_512_delete AFTER DELETE ON embedding WHEN old.width = 512 BEGIN
    DELETE FROM embedding_bits_512 WHERE rowid = old.number;
    DELETE FROM embedding_bits_512 WHERE rowid = -old.number;
END;
CREATE TRIGGER embedding_bits_1024_delete AFTER DELETE ON embedding WHEN old.width = 1024 BEGIN
    DELETE FROM embedding_bits_1024 WHERE rowid = old.number;
    DELETE FROM embedding_bits_1024 WHERE rowid = -old.number;
END;
CREATE TRIGGER embedding_bits_2048_delete AFTER DELETE ON embedding WHEN old.width = 2048 BEGIN
    DELETE FROM embedding_bits_2048 WHERE rowid = old.number;
    DELETE FROM embedding_bits_2048 WHERE rowid = -old.number;
END;
CREATE TRIGGER embedding_bits_4096_delete AFTER DELETE ON embedding WHEN old.width = 4096 BEGIN
    DELETE FROM embedding_bits_4096 WHERE rowid = old.number;
    DELETE FROM embedding_bits_4096 WHERE rowid = -old.number;
END;
