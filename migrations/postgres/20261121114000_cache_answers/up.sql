-- Whether one user's answers of an alias are given to others.
ALTER TABLE model_alias ADD COLUMN cache_shared BOOLEAN NOT NULL DEFAULT FALSE;

-- Answers that are given again to the same question. The key is a hash of the question, of the alias and, but for
-- shared ones, of the user. Texts, not JSON: bytes are given back as they came.
CREATE TABLE cached_answer (
    key TEXT NOT NULL CONSTRAINT cached_answer_pkey PRIMARY KEY,
    user_id UUID NOT NULL CONSTRAINT cached_answer_user_id_fkey REFERENCES app_user (id) ON DELETE CASCADE,
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    target TEXT NOT NULL,
    model TEXT NOT NULL,
    body TEXT NOT NULL
);

-- What is removed first.
CREATE INDEX cached_answer_expires_at_idx ON cached_answer (expires_at);
CREATE INDEX cached_answer_user_id_idx ON cached_answer (user_id);
