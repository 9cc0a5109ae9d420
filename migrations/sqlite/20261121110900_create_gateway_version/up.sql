-- One row: counts the changes of what the gateway keeps in memory, so that every process sees when to read again.
CREATE TABLE gateway_version (
    id INTEGER PRIMARY KEY NOT NULL CONSTRAINT gateway_version_id_check CHECK (id = 1),
    version INTEGER NOT NULL
) STRICT;

INSERT INTO gateway_version (id, version) VALUES (1, 1);
