//! What happens to a job, one row of its log each.

use serde::{Deserialize, Serialize};

use super::{AttemptError, Progress};
use crate::ids::ProcessId;
use crate::time::Time;

/// What happened to a job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum JobEvent {
    /// A worker took it.
    Started {
        /// Which attempt.
        attempt: u32,
        /// Which worker.
        worker_id: ProcessId,
    },
    /// It told how far it is.
    Progress(Progress),
    /// An attempt failed and another follows.
    Failed {
        /// Why.
        error: AttemptError,
        /// When the next attempt may begin.
        retry_at: Time,
    },
    /// A worker that ends gave it back; the attempt does not count.
    Released,
    /// Somebody asked the worker to stop it.
    CancelRequested,
    /// Somebody wants it to be tried again, or at once.
    Retried,
    /// It is done.
    Completed,
    /// It was cancelled.
    Cancelled,
    /// The last attempt failed.
    Discarded {
        /// Why.
        error: AttemptError,
    },
}

impl JobEvent {
    /// Whether nothing follows, unless a person tries the job again.
    pub fn is_terminal(&self) -> bool {
        match self {
            Self::Completed | Self::Cancelled | Self::Discarded { .. } => true,
            Self::Started { .. }
            | Self::Progress(_)
            | Self::Failed { .. }
            | Self::Released
            | Self::CancelRequested
            | Self::Retried => false,
        }
    }
}

/// An event of a job's log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedJobEvent {
    /// Counts from 1 without gaps.
    pub sequence: i64,
    /// When.
    pub at: Time,
    /// What.
    pub event: JobEvent,
}
