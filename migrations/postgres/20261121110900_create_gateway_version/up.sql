-- One row: counts the changes of what the gateway keeps in memory, so that every process sees when to read again.
CREATE TABLE gateway_version (
    id BIGINT NOT NULL CONSTRAINT gateway_version_pkey PRIMARY KEY
        CONSTRAINT gateway_version_id_check CHECK (id = 1),
    version BIGINT NOT NULL
);

INSERT INTO gateway_version (id, version) VALUES (1, 1);
