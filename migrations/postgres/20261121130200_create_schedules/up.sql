-- What makes jobs again and again. Few rows, so that no index but the keys pays.
CREATE TABLE schedule (
    id UUID NOT NULL CONSTRAINT schedule_pkey PRIMARY KEY,
    name TEXT NOT NULL CONSTRAINT schedule_name_key UNIQUE,
    job JSON NOT NULL,
    timing JSON NOT NULL,
    catch_up TEXT NOT NULL,
    enabled BOOLEAN NOT NULL,
    next_at TIMESTAMPTZ NOT NULL,
    last_at TIMESTAMPTZ,
    last_job_id UUID,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL
);
