-- How long a call waited for its turn at a connection; NULL where it did not wait.
ALTER TABLE usage_entry ADD COLUMN queued_ms INTEGER;
