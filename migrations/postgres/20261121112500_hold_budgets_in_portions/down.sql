-- Calls under way and what they hold of which counters. As many rows as calls, so that no index but the key pays.
CREATE TABLE budget_reservation (
    id UUID NOT NULL CONSTRAINT budget_reservation_pkey PRIMARY KEY,
    process_id UUID NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    charges JSON NOT NULL
);
DROP TABLE budget_hold;
