//! Hints to a user's open pages that something changed. They carry ids, not content: a page that
//! missed one reads the current state when it comes back.

use serde::{Deserialize, Serialize};

use crate::ids::{CollectionId, ConversationId, DocumentId, JobId, RunId, UserId};

/// A hint for all pages of one user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Whose pages it is for.
    pub user_id: UserId,
    /// What changed.
    pub change: Change,
}

/// What changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Change {
    /// A conversation was made, renamed, moved, marked or removed.
    ConversationChanged {
        /// Which one.
        conversation_id: ConversationId,
    },
    /// A run began.
    RunStarted {
        /// In which conversation.
        conversation_id: ConversationId,
        /// Which run.
        run_id: RunId,
    },
    /// A run reached a terminal status.
    RunFinished {
        /// In which conversation.
        conversation_id: ConversationId,
        /// Which run.
        run_id: RunId,
    },
    /// A job of the user's ended.
    JobEnded {
        /// Which one.
        job_id: JobId,
    },
    /// A document was added, changed its state or was removed.
    DocumentChanged {
        /// Which one.
        document_id: DocumentId,
        /// The collection that has it; `None` for a file in a chat.
        collection_id: Option<CollectionId>,
    },
    /// A collection was made, changed or removed, or its sources or indexes were.
    CollectionChanged {
        /// Which one.
        collection_id: CollectionId,
    },
    /// The list of connections or models changed.
    ModelsChanged,
}
