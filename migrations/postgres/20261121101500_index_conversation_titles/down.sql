ALTER TABLE conversation DROP COLUMN words;
