-- Without the column they would count as calls.
DELETE FROM usage_entry WHERE call_id IS NOT NULL;
ALTER TABLE usage_entry DROP COLUMN call_id;
