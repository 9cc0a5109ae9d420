DROP TRIGGER conversation_words_update;
DROP TRIGGER conversation_words_delete;
DROP TRIGGER conversation_words_insert;
DROP TABLE conversation_words;
