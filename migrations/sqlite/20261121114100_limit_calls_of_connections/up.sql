-- How many calls at once a connection takes; others wait for their turn. NULL is any number.
ALTER TABLE connection ADD COLUMN max_parallel INTEGER;

DROP TRIGGER connection_update_counts;
CREATE TRIGGER connection_update_counts AFTER UPDATE OF owner_id, kind, name, base_url, secret_id, enabled, max_parallel ON connection BEGIN UPDATE gateway_version SET version = version + 1; END;
