ALTER TABLE usage_entry DROP COLUMN workspace_id;
