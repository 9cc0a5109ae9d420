-- What machines have to do. `lane` is whose turn it is: the owner, or nobody's lane for the house; within a priority,
-- lanes take turns.
CREATE TABLE job (
    id UUID NOT NULL CONSTRAINT job_pkey PRIMARY KEY,
    kind TEXT NOT NULL,
    payload JSON NOT NULL,
    owner_id UUID CONSTRAINT job_owner_id_fkey REFERENCES app_user (id) ON DELETE CASCADE,
    state TEXT NOT NULL,
    priority BIGINT NOT NULL,
    lane UUID NOT NULL,
    turn BIGINT NOT NULL,
    run_at TIMESTAMPTZ NOT NULL,
    attempt BIGINT NOT NULL,
    max_attempts BIGINT NOT NULL,
    timeout_ms BIGINT NOT NULL,
    unique_key TEXT,
    schedule_id UUID,
    dependency_rule TEXT NOT NULL,
    waiting_for BIGINT NOT NULL,
    has_dependents BOOLEAN NOT NULL,
    worker UUID,
    lease_until TIMESTAMPTZ,
    cancel_requested_at TIMESTAMPTZ,
    progress_percent BIGINT,
    progress_text TEXT NOT NULL,
    errors JSON NOT NULL,
    last_event BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    started_at TIMESTAMPTZ,
    finished_at TIMESTAMPTZ,
    CONSTRAINT job_state_check CHECK (
        (finished_at IS NULL) = (state IN ('waiting', 'scheduled', 'available', 'running'))
    ),
    CONSTRAINT job_lease_check CHECK ((state = 'running') = (lease_until IS NOT NULL))
);

-- Claiming: the next of a kind.
CREATE INDEX job_available_idx ON job (kind, priority DESC, turn, id) WHERE state = 'available';

-- Taking turns: where the queue is, and where a lane is.
CREATE INDEX job_turn_idx ON job (priority, turn) WHERE state = 'available';
CREATE INDEX job_lane_idx ON job (lane, priority, turn) WHERE state = 'available';

-- Jobs whose time has come.
CREATE INDEX job_scheduled_idx ON job (run_at) WHERE state = 'scheduled';

-- The few under way: leases that ran out, what a worker has, how many of a kind run.
CREATE INDEX job_running_idx ON job (lease_until, worker, kind) WHERE state = 'running';

-- At most one unfinished job of a kind has a key.
CREATE UNIQUE INDEX job_kind_unique_key_key ON job (kind, unique_key)
    WHERE state IN ('waiting', 'scheduled', 'available', 'running');

-- Lists of one user, and the foreign key.
CREATE INDEX job_owner_id_idx ON job (owner_id, id);

-- Retention, and lists of one state.
CREATE INDEX job_state_finished_at_idx ON job (state, finished_at) WHERE finished_at IS NOT NULL;

-- What a job waits for. A row goes when that job ends well, or ends otherwise and the rule lets it go.
CREATE TABLE job_dependency (
    job_id UUID NOT NULL CONSTRAINT job_dependency_job_id_fkey REFERENCES job (id) ON DELETE CASCADE,
    depends_on_id UUID NOT NULL CONSTRAINT job_dependency_depends_on_id_fkey REFERENCES job (id) ON DELETE CASCADE,
    CONSTRAINT job_dependency_pkey PRIMARY KEY (job_id, depends_on_id)
);
CREATE INDEX job_dependency_depends_on_id_idx ON job_dependency (depends_on_id);

-- What happened to a job.
CREATE TABLE job_event (
    job_id UUID NOT NULL CONSTRAINT job_event_job_id_fkey REFERENCES job (id) ON DELETE CASCADE,
    sequence BIGINT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    event JSON NOT NULL,
    CONSTRAINT job_event_pkey PRIMARY KEY (job_id, sequence)
);

-- One row per kind: whether it is paused, and what claims of a kind with a limit lock.
CREATE TABLE job_kind (
    kind TEXT NOT NULL CONSTRAINT job_kind_pkey PRIMARY KEY,
    paused_at TIMESTAMPTZ
);
