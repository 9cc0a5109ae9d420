DROP TRIGGER message_words_update;
DROP TRIGGER message_words_delete;
DROP TRIGGER message_words_insert;
DROP TABLE message_words;
