-- Prices of a connection's models that differ from the table of the program.
CREATE TABLE price_override (
    connection_id BLOB NOT NULL
        CONSTRAINT price_override_connection_id_fkey REFERENCES connection (id) ON DELETE CASCADE,
    model TEXT NOT NULL,
    price TEXT NOT NULL,
    PRIMARY KEY (connection_id, model)
) STRICT, WITHOUT ROWID;
