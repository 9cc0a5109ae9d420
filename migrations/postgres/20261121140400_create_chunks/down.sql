DROP TABLE chunk_words;
DROP TABLE chunk;
