-- What a user may spend, over all of his keys. No row means no limit.
CREATE TABLE user_limit (
    user_id BLOB PRIMARY KEY NOT NULL
        CONSTRAINT user_limit_user_id_fkey REFERENCES app_user (id) ON DELETE CASCADE,
    limits TEXT NOT NULL
) STRICT, WITHOUT ROWID;
