-- Which alias answers a call for `auto`: the first rule by position that holds. The alias has no foreign key, so that
-- an alias can be replaced; a rule whose alias is missing does not hold.
CREATE TABLE routing_rule (
    id UUID NOT NULL CONSTRAINT routing_rule_pkey PRIMARY KEY,
    position BIGINT NOT NULL,
    name TEXT NOT NULL,
    enabled BOOLEAN NOT NULL,
    condition JSON NOT NULL,
    alias TEXT NOT NULL
);
