-- The words of messages, kept by triggers; the text itself stays in its table.
-- Diacritics count, as they do on Postgres.
CREATE VIRTUAL TABLE message_words USING fts5(
    search_text, content = 'message', content_rowid = 'number', tokenize = "unicode61 remove_diacritics 0"
);

INSERT INTO message_words (rowid, search_text) SELECT number, search_text FROM message;

CREATE TRIGGER message_words_insert AFTER INSERT ON message BEGIN
    INSERT INTO message_words (rowid, search_text) VALUES (new.number, new.search_text);
END;

CREATE TRIGGER message_words_delete AFTER DELETE ON message BEGIN
    INSERT INTO message_words (message_words, rowid, search_text) VALUES ('delete', old.number, old.search_text);
END;

CREATE TRIGGER message_words_update AFTER UPDATE OF search_text ON message BEGIN
    INSERT INTO message_words (message_words, rowid, search_text) VALUES ('delete', old.number, old.search_text);
    INSERT INTO message_words (rowid, search_text) VALUES (new.number, new.search_text);
END;
