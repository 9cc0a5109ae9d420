DROP TABLE unused_blob;
