-- Which alias answers a call for `auto`: the first rule by position that holds. The alias has no foreign key, so that
-- an alias can be replaced; a rule whose alias is missing does not hold.
CREATE TABLE routing_rule (
    id BLOB PRIMARY KEY NOT NULL,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    enabled INTEGER NOT NULL,
    condition TEXT NOT NULL,
    alias TEXT NOT NULL,
    CONSTRAINT routing_rule_enabled_check CHECK (enabled IN (0, 1))
) STRICT, WITHOUT ROWID;
