//! What machines do.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::words;

/// What is to be done. Each is idempotent: it may be begun again after a crash at any point.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Job {
    /// Removes what lay in the bin long enough, and temporary conversations whose time is over.
    PurgeConversations,
    /// Removes files that nobody needs.
    SweepAttachments,
    /// Removes logs of ended runs, ended logins and counted attempts that have served their time.
    PruneLogs,
    /// Gives back what dead calls hold and removes old counters, entries and answers of the gateway.
    TidyGateway,
    /// Looks for an Ollama on this machine.
    FindOllama,
    /// Reads the lists of models that have become old.
    RefreshModels,
    /// Removes jobs that ended long ago.
    PruneJobs,
    /// Does nothing for a while: to measure the queue and to rehearse failure.
    Rehearse(Rehearsal),
}

/// Work without an effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Rehearsal {
    /// How long it takes, in milliseconds.
    pub work_ms: u64,
    /// How many attempts fail before one succeeds.
    pub failures: u32,
}

words! {
    /// The closed list of kinds.
    JobKind {
        /// See [`Job::PurgeConversations`].
        PurgeConversations = "purge_conversations",
        /// See [`Job::SweepAttachments`].
        SweepAttachments = "sweep_attachments",
        /// See [`Job::PruneLogs`].
        PruneLogs = "prune_logs",
        /// See [`Job::TidyGateway`].
        TidyGateway = "tidy_gateway",
        /// See [`Job::FindOllama`].
        FindOllama = "find_ollama",
        /// See [`Job::RefreshModels`].
        RefreshModels = "refresh_models",
        /// See [`Job::PruneJobs`].
        PruneJobs = "prune_jobs",
        /// See [`Job::Rehearse`].
        Rehearse = "rehearse",
    }
}

impl Job {
    /// Its kind.
    pub fn kind(&self) -> JobKind {
        match self {
            Self::PurgeConversations => JobKind::PurgeConversations,
            Self::SweepAttachments => JobKind::SweepAttachments,
            Self::PruneLogs => JobKind::PruneLogs,
            Self::TidyGateway => JobKind::TidyGateway,
            Self::FindOllama => JobKind::FindOllama,
            Self::RefreshModels => JobKind::RefreshModels,
            Self::PruneJobs => JobKind::PruneJobs,
            Self::Rehearse(_) => JobKind::Rehearse,
        }
    }
}

/// What jobs of a kind may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KindLimits {
    /// Attempts before a job is given up.
    pub max_attempts: u32,
    /// Longest time of one attempt.
    pub timeout: Duration,
    /// Most jobs that run at the same time over all workers; `None` for as many as there is room.
    pub concurrency: Option<u32>,
}

impl JobKind {
    /// What its jobs may take.
    pub fn limits(self) -> KindLimits {
        /// A schedule makes the next one soon.
        const TIDYING: KindLimits =
            KindLimits { max_attempts: 3, timeout: Duration::from_secs(600), concurrency: Some(1) };
        match self {
            Self::PurgeConversations
            | Self::SweepAttachments
            | Self::PruneLogs
            | Self::TidyGateway
            | Self::FindOllama
            | Self::RefreshModels
            | Self::PruneJobs => TIDYING,
            Self::Rehearse => KindLimits { max_attempts: 5, timeout: Duration::from_secs(3600), concurrency: None },
        }
    }
}
