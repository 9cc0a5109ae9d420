-- The passages and the files that a run's model was given. NULL is none.
ALTER TABLE run ADD COLUMN sources JSON;
ALTER TABLE run ADD COLUMN files JSON;
