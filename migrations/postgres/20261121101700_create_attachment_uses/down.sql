DROP TABLE attachment_use;
