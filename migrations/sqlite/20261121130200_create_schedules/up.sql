-- What makes jobs again and again. Few rows, so that no index but the keys pays.
CREATE TABLE schedule (
    id BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL CONSTRAINT schedule_name_key UNIQUE,
    job TEXT NOT NULL,
    timing TEXT NOT NULL,
    catch_up TEXT NOT NULL,
    enabled INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    last_at INTEGER,
    last_job_id BLOB,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
