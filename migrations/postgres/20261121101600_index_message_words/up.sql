-- The words of messages. Punctuation becomes space first, because Postgres would otherwise keep
-- addresses, paths and numbers whole, and FTS5 does not.
ALTER TABLE message ADD COLUMN words TSVECTOR NOT NULL GENERATED ALWAYS AS (
    to_tsvector('simple', translate(search_text, '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~', repeat(' ', 32)))
) STORED;

CREATE INDEX message_words_idx ON message USING gin (words);
