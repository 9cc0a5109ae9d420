DROP TABLE embedding;
DROP TABLE embedding_bits_512;
DROP TABLE embedding_bits_1024;
DROP TABLE embedding_bits_2048;
DROP TABLE embedding_bits_4096;
DROP TABLE embedding_index;
