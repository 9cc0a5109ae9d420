-- Calls under way and what they hold of which counters. As many rows as calls, so that no index but the key pays.
CREATE TABLE budget_reservation (
    id BLOB PRIMARY KEY NOT NULL,
    process_id BLOB NOT NULL,
    at INTEGER NOT NULL,
    charges TEXT NOT NULL
) STRICT, WITHOUT ROWID;
DROP TABLE budget_hold;
