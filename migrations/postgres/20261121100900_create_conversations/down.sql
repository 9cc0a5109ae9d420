DROP TABLE conversation_tag;
DROP TABLE conversation;
