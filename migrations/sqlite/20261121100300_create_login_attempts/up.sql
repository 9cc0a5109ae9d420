-- One row per failed login; a key names an account or an address.
CREATE TABLE login_attempt (
    key TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;

-- Counts the failures of one key in a window.
CREATE INDEX login_attempt_key_at_idx ON login_attempt (key, at);

-- The clean-up of old failures.
CREATE INDEX login_attempt_at_idx ON login_attempt (at);
