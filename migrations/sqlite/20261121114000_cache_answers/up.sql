-- Whether one user's answers of an alias are given to others.
ALTER TABLE model_alias ADD COLUMN cache_shared INTEGER NOT NULL DEFAULT 0;

-- Answers that are given again to the same question. The key is a hash of the question, of the alias and, but for
-- shared ones, of the user. Bodies are given back as they came.
CREATE TABLE cached_answer (
    key TEXT PRIMARY KEY NOT NULL,
    user_id BLOB NOT NULL CONSTRAINT cached_answer_user_id_fkey REFERENCES app_user (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    target TEXT NOT NULL,
    model TEXT NOT NULL,
    body TEXT NOT NULL
) STRICT;

-- What is removed first.
CREATE INDEX cached_answer_expires_at_idx ON cached_answer (expires_at);
CREATE INDEX cached_answer_user_id_idx ON cached_answer (user_id);
