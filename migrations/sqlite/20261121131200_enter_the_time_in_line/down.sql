ALTER TABLE usage_entry DROP COLUMN queued_ms;
