//! What machines do.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::words;
use crate::ids::{DocumentId, EmbeddingIndexId, SourceId};

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
    /// Reads a document: its text, cut into chunks that can be found.
    ReadDocument {
        /// Which one.
        document_id: DocumentId,
    },
    /// Makes the vectors that an index lacks.
    EmbedIndex {
        /// Which one.
        index_id: EmbeddingIndexId,
    },
    /// Looks at a source again and reads what changed.
    SyncSource {
        /// Which one.
        source_id: SourceId,
    },
    /// Looks for sources that are due, and for work on documents that was lost.
    CheckKnowledge,
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
        /// See [`Job::ReadDocument`].
        ReadDocument = "read_document",
        /// See [`Job::EmbedIndex`].
        EmbedIndex = "embed_index",
        /// See [`Job::SyncSource`].
        SyncSource = "sync_source",
        /// See [`Job::CheckKnowledge`].
        CheckKnowledge = "check_knowledge",
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
            Self::ReadDocument { .. } => JobKind::ReadDocument,
            Self::EmbedIndex { .. } => JobKind::EmbedIndex,
            Self::SyncSource { .. } => JobKind::SyncSource,
            Self::CheckKnowledge => JobKind::CheckKnowledge,
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
            | Self::PruneJobs
            | Self::CheckKnowledge => TIDYING,
            // The reader of files has two processes; more would wait for them in places that others need.
            Self::ReadDocument => {
                KindLimits { max_attempts: 3, timeout: Duration::from_secs(1800), concurrency: Some(4) }
            }
            // Vendors have bad hours.
            Self::EmbedIndex => {
                KindLimits { max_attempts: 10, timeout: Duration::from_secs(6 * 3600), concurrency: Some(4) }
            }
            Self::SyncSource => {
                KindLimits { max_attempts: 3, timeout: Duration::from_secs(2 * 3600), concurrency: Some(2) }
            }
            Self::Rehearse => KindLimits { max_attempts: 5, timeout: Duration::from_secs(3600), concurrency: None },
        }
    }
}
