DROP TRIGGER connection_counts ON connection;
CREATE CONSTRAINT TRIGGER connection_counts AFTER INSERT OR DELETE OR UPDATE OF owner_id, kind, name, base_url, secret_id, enabled ON connection
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION count_gateway_change();
ALTER TABLE connection DROP COLUMN max_parallel;
