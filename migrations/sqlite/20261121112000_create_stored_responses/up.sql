-- Answers of `/v1/responses` that a later call may go on from. A vendor chooses the ids of what passes through, so an id
-- is unique for its user only. Texts are given back as they came; items are a piece of a list.
CREATE TABLE stored_response (
    user_id BLOB NOT NULL CONSTRAINT stored_response_user_id_fkey REFERENCES app_user (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    key_id BLOB,
    created_at INTEGER NOT NULL,
    model TEXT NOT NULL,
    input TEXT NOT NULL,
    output TEXT NOT NULL,
    PRIMARY KEY (user_id, id)
) STRICT;

-- What is too old.
CREATE INDEX stored_response_created_at_idx ON stored_response (created_at);
