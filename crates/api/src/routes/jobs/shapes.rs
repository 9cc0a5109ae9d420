//! JSON shapes of jobs.

use chrono::{DateTime, Utc};
use models::job::{AttemptEnd, AttemptError, JobEvent, JobRecord, JobState, LoggedJobEvent, Progress};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;
use uuid::Uuid;

/// How far a job is.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[schema(as = JobState)]
#[serde(rename_all = "snake_case")]
pub(crate) enum JobStateBody {
    /// Other jobs have to end first.
    Waiting,
    /// It was put off, or waits for its next attempt: `run_at` says until when.
    Scheduled,
    /// The next free worker takes it.
    Available,
    Running,
    Completed,
    Cancelled,
    /// Given up: the dead letters. `errors` says why.
    Discarded,
}

/// Machine work.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Job)]
pub(crate) struct JobBody {
    id: Uuid,
    /// What is to be done, such as `refresh_models`; the list is at `/jobs/kinds`.
    #[schema(example = "rehearse")]
    kind: &'static str,
    /// What the kind needs to know.
    arguments: Map<String, Value>,
    /// Whose it is; `null` for the house's own.
    #[schema(required)]
    owner_id: Option<Uuid>,
    state: JobStateBody,
    progress: JobProgressBody,
    /// Larger ones go first.
    #[schema(minimum = -100, maximum = 100)]
    priority: i64,
    /// How often it was begun.
    attempt: u32,
    /// After so many attempts it is given up.
    max_attempts: u32,
    /// Why attempts failed, the oldest first; at most the last 20.
    errors: Vec<JobErrorBody>,
    /// Longest time of one attempt.
    timeout_seconds: u64,
    /// At most one unfinished job of its kind has this key.
    #[schema(required)]
    unique_key: Option<String>,
    /// The schedule that made it.
    #[schema(required)]
    schedule_id: Option<Uuid>,
    /// The process that has it, or had it last.
    #[schema(required)]
    worker_id: Option<Uuid>,
    /// Whether a running job was asked to stop.
    cancel_requested: bool,
    /// Not begun before this time.
    run_at: DateTime<Utc>,
    created_at: DateTime<Utc>,
    /// When the last attempt began.
    #[schema(required)]
    started_at: Option<DateTime<Utc>>,
    #[schema(required)]
    finished_at: Option<DateTime<Utc>>,
}

/// A job, and what it waits for.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = JobDetail)]
pub(crate) struct JobDetailBody {
    #[serde(flatten)]
    pub(crate) job: JobBody,
    /// The jobs that it waits for, or that ended it.
    pub(crate) depends_on: Vec<Uuid>,
}

/// What a job last told of itself.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = JobProgress)]
pub(crate) struct JobProgressBody {
    /// From 0 to 100; `null` where that cannot be said.
    #[schema(required, maximum = 100)]
    percent: Option<u8>,
    /// A few words, or nothing.
    text: String,
}

/// Why an attempt failed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = JobError)]
pub(crate) struct JobErrorBody {
    attempt: u32,
    at: DateTime<Utc>,
    end: JobAttemptEndBody,
    /// The error and its causes, the outermost first.
    chain: Vec<String>,
}

/// How an attempt failed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = JobAttemptEnd)]
#[serde(rename_all = "snake_case")]
pub(crate) enum JobAttemptEndBody {
    Failed,
    TimedOut,
    Panicked,
    /// The worker gave no sign of life.
    WorkerLost,
}

/// Something that happened to a job.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = JobEvent)]
pub(crate) struct LoggedJobEventBody {
    /// Counts from 1 without gaps.
    sequence: i64,
    at: DateTime<Utc>,
    #[serde(flatten)]
    event: JobEventBody,
}

/// What happened.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = JobHappening)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum JobEventBody {
    Started {
        attempt: u32,
        worker_id: Uuid,
    },
    Progress {
        progress: JobProgressBody,
    },
    /// Another attempt follows.
    Failed {
        error: JobErrorBody,
        retry_at: DateTime<Utc>,
    },
    /// A worker that ends gave it back.
    Released,
    CancelRequested,
    /// Somebody wants it to be tried again, or at once.
    Retried,
    Completed,
    Cancelled,
    /// The last attempt failed.
    Discarded {
        error: JobErrorBody,
    },
}

/// A frame of a job's event stream.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = JobFrame)]
#[serde(tag = "event_type", rename_all = "snake_case")]
pub(crate) enum JobFrameBody {
    /// The job when the listener comes.
    Snapshot { job: Box<JobBody> },
    /// What happened next.
    Event { event: LoggedJobEventBody },
    /// The job at its end; nothing follows.
    Terminal { job: Box<JobBody> },
}

impl From<JobRecord> for JobBody {
    fn from(it: JobRecord) -> Self {
        Self {
            id: it.id.0,
            kind: it.job.kind().as_str(),
            arguments: arguments(&it.job),
            owner_id: it.owner_id.map(|id| id.0),
            state: it.state.into(),
            progress: it.progress.into(),
            priority: it.priority,
            attempt: it.attempt,
            max_attempts: it.max_attempts,
            errors: it.errors.into_iter().map(Into::into).collect(),
            timeout_seconds: it.timeout.as_secs(),
            unique_key: it.unique_key,
            schedule_id: it.schedule_id.map(|id| id.0),
            worker_id: it.worker.map(|id| id.0),
            cancel_requested: it.cancel_requested_at.is_some(),
            run_at: it.run_at,
            created_at: it.created_at,
            started_at: it.started_at,
            finished_at: it.finished_at,
        }
    }
}

/// The kind's fields without the kind.
pub(super) fn arguments(job: &models::job::Job) -> Map<String, Value> {
    match serde_json::to_value(job) {
        Ok(Value::Object(mut fields)) => {
            fields.remove("kind");
            fields
        }
        // A job is always written as an object.
        Ok(_) | Err(_) => Map::new(),
    }
}

impl From<JobState> for JobStateBody {
    fn from(it: JobState) -> Self {
        match it {
            JobState::Waiting => Self::Waiting,
            JobState::Scheduled => Self::Scheduled,
            JobState::Available => Self::Available,
            JobState::Running => Self::Running,
            JobState::Completed => Self::Completed,
            JobState::Cancelled => Self::Cancelled,
            JobState::Discarded => Self::Discarded,
        }
    }
}

impl From<Progress> for JobProgressBody {
    fn from(it: Progress) -> Self {
        Self { percent: it.percent, text: it.text }
    }
}

impl From<AttemptError> for JobErrorBody {
    fn from(it: AttemptError) -> Self {
        let end = match it.end {
            AttemptEnd::Failed => JobAttemptEndBody::Failed,
            AttemptEnd::TimedOut => JobAttemptEndBody::TimedOut,
            AttemptEnd::Panicked => JobAttemptEndBody::Panicked,
            AttemptEnd::WorkerLost => JobAttemptEndBody::WorkerLost,
        };
        Self { attempt: it.attempt, at: it.at, end, chain: it.chain }
    }
}

impl From<LoggedJobEvent> for LoggedJobEventBody {
    fn from(it: LoggedJobEvent) -> Self {
        Self { sequence: it.sequence, at: it.at, event: it.event.into() }
    }
}

impl From<JobEvent> for JobEventBody {
    fn from(it: JobEvent) -> Self {
        match it {
            JobEvent::Started { attempt, worker_id } => Self::Started { attempt, worker_id: worker_id.0 },
            JobEvent::Progress(progress) => Self::Progress { progress: progress.into() },
            JobEvent::Failed { error, retry_at } => Self::Failed { error: error.into(), retry_at },
            JobEvent::Released => Self::Released,
            JobEvent::CancelRequested => Self::CancelRequested,
            JobEvent::Retried => Self::Retried,
            JobEvent::Completed => Self::Completed,
            JobEvent::Cancelled => Self::Cancelled,
            JobEvent::Discarded { error } => Self::Discarded { error: error.into() },
        }
    }
}
