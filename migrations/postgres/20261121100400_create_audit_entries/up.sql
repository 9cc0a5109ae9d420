-- The actor has no foreign key: an entry outlives the user it speaks of.
CREATE TABLE audit_entry (
    id UUID NOT NULL CONSTRAINT audit_entry_pkey PRIMARY KEY,
    at TIMESTAMPTZ NOT NULL,
    actor_id UUID,
    action TEXT NOT NULL,
    resource TEXT NOT NULL,
    address TEXT NOT NULL,
    detail JSON NOT NULL
);
