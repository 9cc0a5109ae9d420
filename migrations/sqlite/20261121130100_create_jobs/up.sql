-- What machines have to do. `lane` is whose turn it is: the owner, or nobody's lane for the house; within a priority,
-- lanes take turns.
CREATE TABLE job (
    id BLOB NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    owner_id BLOB CONSTRAINT job_owner_id_fkey REFERENCES app_user (id) ON DELETE CASCADE,
    state TEXT NOT NULL,
    priority INTEGER NOT NULL,
    lane BLOB NOT NULL,
    turn INTEGER NOT NULL,
    run_at INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    max_attempts INTEGER NOT NULL,
    timeout_ms INTEGER NOT NULL,
    unique_key TEXT,
    schedule_id BLOB,
    dependency_rule TEXT NOT NULL,
    waiting_for INTEGER NOT NULL,
    has_dependents INTEGER NOT NULL,
    worker BLOB,
    lease_until INTEGER,
    cancel_requested_at INTEGER,
    progress_percent INTEGER,
    progress_text TEXT NOT NULL,
    errors TEXT NOT NULL,
    last_event INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    started_at INTEGER,
    finished_at INTEGER,
    CONSTRAINT job_state_check CHECK (
        (finished_at IS NULL) = (state IN ('waiting', 'scheduled', 'available', 'running'))
    ),
    CONSTRAINT job_lease_check CHECK ((state = 'running') = (lease_until IS NOT NULL))
) STRICT, WITHOUT ROWID;

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
    job_id BLOB NOT NULL CONSTRAINT job_dependency_job_id_fkey REFERENCES job (id) ON DELETE CASCADE,
    depends_on_id BLOB NOT NULL CONSTRAINT job_dependency_depends_on_id_fkey REFERENCES job (id) ON DELETE CASCADE,
    PRIMARY KEY (job_id, depends_on_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX job_dependency_depends_on_id_idx ON job_dependency (depends_on_id);

-- What happened to a job.
CREATE TABLE job_event (
    job_id BLOB NOT NULL CONSTRAINT job_event_job_id_fkey REFERENCES job (id) ON DELETE CASCADE,
    sequence INTEGER NOT NULL,
    at INTEGER NOT NULL,
    event TEXT NOT NULL,
    PRIMARY KEY (job_id, sequence)
) STRICT, WITHOUT ROWID;

-- One row per kind: whether it is paused, and what claims of a kind with a limit lock.
CREATE TABLE job_kind (
    kind TEXT NOT NULL PRIMARY KEY,
    paused_at INTEGER
) STRICT, WITHOUT ROWID;
