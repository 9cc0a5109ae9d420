-- The passages and the files that a run's model was given. NULL is none.
ALTER TABLE run ADD COLUMN sources TEXT;
ALTER TABLE run ADD COLUMN files TEXT;
