DROP TABLE cached_answer;
ALTER TABLE model_alias DROP COLUMN cache_shared;
