DROP TABLE document_text;
DROP TABLE document;
