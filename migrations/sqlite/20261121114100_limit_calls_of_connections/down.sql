DROP TRIGGER connection_update_counts;
CREATE TRIGGER connection_update_counts AFTER UPDATE OF owner_id, kind, name, base_url, secret_id, enabled ON connection BEGIN UPDATE gateway_version SET version = version + 1; END;
ALTER TABLE connection DROP COLUMN max_parallel;
