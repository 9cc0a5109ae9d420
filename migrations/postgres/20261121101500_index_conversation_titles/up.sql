-- The words of conversations' titles. Punctuation becomes space first, because Postgres would otherwise keep
-- addresses, paths and numbers whole, and FTS5 does not.
ALTER TABLE conversation ADD COLUMN words TSVECTOR NOT NULL GENERATED ALWAYS AS (
    to_tsvector('simple', translate(title, '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~', repeat(' ', 32)))
) STORED;

CREATE INDEX conversation_words_idx ON conversation USING gin (words);
