//! Machine work in the durable queue. Tasks are for people and agents; jobs are for machines.

mod event;
mod kind;

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::ids::{JobId, ProcessId, ScheduleId, UserId};
use crate::time::Time;

pub use event::{JobEvent, LoggedJobEvent};
pub use kind::{Job, JobKind, KindLimits, Rehearsal};

/// A job and how far it is.
#[derive(Debug, Clone, PartialEq)]
pub struct JobRecord {
    /// Names the job.
    pub id: JobId,
    /// What is to be done.
    pub job: Job,
    /// Whose it is; `None` for the house's own.
    pub owner_id: Option<UserId>,
    /// How far it is.
    pub state: JobState,
    /// Larger ones go first, from [`PRIORITY_MIN`] to [`PRIORITY_MAX`].
    pub priority: i64,
    /// Not before this time.
    pub run_at: Time,
    /// How often it was begun. Together with the worker it is the fencing token.
    pub attempt: u32,
    /// After so many attempts it is given up.
    pub max_attempts: u32,
    /// Longest time of one attempt.
    pub timeout: Duration,
    /// At most one unfinished job of a kind has this key.
    pub unique_key: Option<String>,
    /// The schedule that made it.
    pub schedule_id: Option<ScheduleId>,
    /// The process that works on it, or did last.
    pub worker: Option<ProcessId>,
    /// When somebody asked a running job to stop.
    pub cancel_requested_at: Option<Time>,
    /// What it last told of itself.
    pub progress: Progress,
    /// Why attempts failed, the oldest first; the newest [`ERRORS_MAX`] are kept.
    pub errors: Vec<AttemptError>,
    /// When it was put into the queue.
    pub created_at: Time,
    /// When its last attempt began.
    pub started_at: Option<Time>,
    /// When it reached a terminal state.
    pub finished_at: Option<Time>,
}

/// The lowest priority.
pub const PRIORITY_MIN: i64 = -100;
/// The highest priority.
pub const PRIORITY_MAX: i64 = 100;
/// Failed attempts of a job whose errors are kept.
pub const ERRORS_MAX: usize = 20;
/// Longest unique key in bytes.
pub const UNIQUE_KEY_MAX: usize = 200;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable spelling.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            /// Reads the stable spelling.
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}
pub(crate) use words;

words! {
    /// How far a job is.
    JobState {
        /// Other jobs have to end first.
        Waiting = "waiting",
        /// Its time has not come: it was put off, or waits for its next attempt.
        Scheduled = "scheduled",
        /// The next free worker takes it.
        Available = "available",
        /// A worker has it.
        Running = "running",
        /// Done.
        Completed = "completed",
        /// Somebody did not want it any more.
        Cancelled = "cancelled",
        /// Given up: the dead letters.
        Discarded = "discarded",
    }
}

impl JobState {
    /// Whether nothing more happens, unless a person tries it again.
    pub fn is_terminal(self) -> bool {
        match self {
            Self::Completed | Self::Cancelled | Self::Discarded => true,
            Self::Waiting | Self::Scheduled | Self::Available | Self::Running => false,
        }
    }
}

words! {
    /// What becomes of a job when one that it depends on was cancelled or discarded.
    DependencyRule {
        /// It is cancelled too.
        Cancel = "cancel",
        /// It goes on as if that one were done.
        Proceed = "proceed",
    }
}

words! {
    /// How an attempt failed.
    AttemptEnd {
        /// The work ended with an error.
        Failed = "failed",
        /// It took longer than it may.
        TimedOut = "timed_out",
        /// The work panicked.
        Panicked = "panicked",
        /// The worker gave no sign of life.
        WorkerLost = "worker_lost",
    }
}

/// Why an attempt failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttemptError {
    /// Which attempt.
    pub attempt: u32,
    /// When it ended.
    pub at: Time,
    /// How.
    pub end: AttemptEnd,
    /// The error and its causes, the outermost first. Never empty.
    pub chain: Vec<String>,
}

/// Whether a kind rests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KindState {
    /// Which kind.
    pub kind: JobKind,
    /// Since when no worker takes its jobs.
    pub paused_at: Option<Time>,
}

/// How many jobs of a kind are in a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JobCount {
    /// Which kind.
    pub kind: JobKind,
    /// How far.
    pub state: JobState,
    /// How many.
    pub count: i64,
}

/// What a job tells of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Progress {
    /// From 0 to 100, where that can be said.
    pub percent: Option<u8>,
    /// A few words, such as `page 3 of 9`.
    pub text: String,
}

/// How long to wait before the attempt after `attempt`: 1 s, 16 s, 81 s … up to an hour, give or take a tenth.
/// `chance` is from 0 to 1 and keeps jobs that failed together from coming back together.
pub fn backoff(attempt: u32, chance: f64) -> Duration {
    const LONGEST: f64 = 3600.0;
    let seconds = f64::from(attempt.max(1)).powi(4).min(LONGEST);
    Duration::from_secs_f64(seconds * (0.9 + 0.2 * chance.clamp(0.0, 1.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_with_the_attempts_and_differ_by_chance() {
        let waits = [(1, 0.5), (2, 0.5), (3, 0.0), (3, 1.0), (100, 0.5)].map(|(n, chance)| backoff(n, chance));
        assert_eq!(waits.map(|wait| wait.as_secs_f64().round()), [1.0, 16.0, 73.0, 89.0, 3600.0]);
    }

    #[test]
    fn a_job_is_written_with_its_kind() {
        for job in [Job::PurgeConversations, Job::Rehearse(Rehearsal { work_ms: 7, failures: 1 })] {
            let text = serde_json::to_value(&job).unwrap();
            assert_eq!(text["kind"], job.kind().as_str());
            assert_eq!(serde_json::from_value::<Job>(text).unwrap(), job);
        }
    }
}
