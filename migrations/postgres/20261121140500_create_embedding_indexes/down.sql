DROP TABLE embedding_bits;
DROP TABLE embedding;
DROP TABLE embedding_index;
