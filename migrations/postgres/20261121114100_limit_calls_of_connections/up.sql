-- How many calls at once a connection takes; others wait for their turn. NULL is any number.
ALTER TABLE connection ADD COLUMN max_parallel BIGINT;

DROP TRIGGER connection_counts ON connection;
CREATE CONSTRAINT TRIGGER connection_counts AFTER INSERT OR DELETE OR UPDATE OF owner_id, kind, name, base_url, secret_id, enabled, max_parallel ON connection
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION count_gateway_change();
