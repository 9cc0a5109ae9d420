-- The words of conversations' titles, kept by triggers; the text itself stays in its table.
-- Diacritics count, as they do on Postgres.
CREATE VIRTUAL TABLE conversation_words USING fts5(
    title, content = 'conversation', content_rowid = 'number', tokenize = "unicode61 remove_diacritics 0"
);

INSERT INTO conversation_words (rowid, title) SELECT number, title FROM conversation;

CREATE TRIGGER conversation_words_insert AFTER INSERT ON conversation BEGIN
    INSERT INTO conversation_words (rowid, title) VALUES (new.number, new.title);
END;

CREATE TRIGGER conversation_words_delete AFTER DELETE ON conversation BEGIN
    INSERT INTO conversation_words (conversation_words, rowid, title) VALUES ('delete', old.number, old.title);
END;

CREATE TRIGGER conversation_words_update AFTER UPDATE OF title ON conversation BEGIN
    INSERT INTO conversation_words (conversation_words, rowid, title) VALUES ('delete', old.number, old.title);
    INSERT INTO conversation_words (rowid, title) VALUES (new.number, new.title);
END;
