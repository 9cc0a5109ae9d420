-- What the gateway knows by heart is good while this count stays the same.
-- Counts once in a transaction, and at its end: a lock taken earlier could wait for a transaction that waits for this one.
CREATE FUNCTION count_gateway_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('pallium.counted', true) IS DISTINCT FROM pg_current_xact_id()::text THEN
        UPDATE gateway_version SET version = version + 1;
        PERFORM pg_notify('pallium_gateway', '');
        PERFORM set_config('pallium.counted', pg_current_xact_id()::text, true);
    END IF;
    RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER api_key_counts AFTER INSERT OR DELETE OR UPDATE OF owner_id, name, hash, previous_hash, previous_until, scopes, allowed_models, limits, expires_at, revoked_at ON api_key
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION count_gateway_change();
CREATE CONSTRAINT TRIGGER user_limit_counts AFTER INSERT OR DELETE OR UPDATE ON user_limit
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION count_gateway_change();
CREATE CONSTRAINT TRIGGER model_alias_counts AFTER INSERT OR DELETE OR UPDATE ON model_alias
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION count_gateway_change();
CREATE CONSTRAINT TRIGGER routing_rule_counts AFTER INSERT OR DELETE OR UPDATE ON routing_rule
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION count_gateway_change();
CREATE CONSTRAINT TRIGGER price_override_counts AFTER INSERT OR DELETE OR UPDATE ON price_override
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION count_gateway_change();
CREATE CONSTRAINT TRIGGER connection_counts AFTER INSERT OR DELETE OR UPDATE OF owner_id, kind, name, base_url, secret_id, enabled ON connection
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION count_gateway_change();
CREATE CONSTRAINT TRIGGER connection_model_counts AFTER INSERT OR DELETE OR UPDATE ON connection_model
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION count_gateway_change();
CREATE CONSTRAINT TRIGGER secret_counts AFTER INSERT OR DELETE OR UPDATE ON secret
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION count_gateway_change();
CREATE CONSTRAINT TRIGGER app_user_counts AFTER INSERT OR DELETE OR UPDATE OF role, disabled_at ON app_user
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION count_gateway_change();
