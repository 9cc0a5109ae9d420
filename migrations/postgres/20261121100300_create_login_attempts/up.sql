-- One row per failed login; a key names an account or an address.
CREATE TABLE login_attempt (
    number BIGINT GENERATED ALWAYS AS IDENTITY CONSTRAINT login_attempt_pkey PRIMARY KEY,
    key TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL
);

-- Counts the failures of one key in a window.
CREATE INDEX login_attempt_key_at_idx ON login_attempt (key, at);

-- The clean-up of old failures.
CREATE INDEX login_attempt_at_idx ON login_attempt (at);
