//! What happens during a run, as the log keeps it.
//!
//! The JSON form is the log's, chosen to be short; what clients see is a projection made in `api`.

use serde::{Deserialize, Serialize};

use crate::ids::AttachmentId;
use crate::run::{FinishReason, RunFailure, Usage};
use crate::run_source::{RunFile, RunSource};

/// One event of a run. Deltas of a part arrive between its start and its end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "t", rename_all = "snake_case")]
pub enum RunEvent {
    /// The run began; always the first event.
    Started,
    /// What the model is given beside the conversation; before the first part, and only where there is something.
    Sources {
        /// Passages, by number.
        sources: Vec<RunSource>,
        /// Files of the message.
        files: Vec<RunFile>,
    },
    /// A part begins. Parts are numbered from 0 in the order of the answer.
    PartStarted {
        /// The part's number.
        #[serde(rename = "p")]
        part: u32,
        /// What it holds.
        #[serde(rename = "k")]
        kind: PartKind,
    },
    /// More of a part: text, thought, or argument text.
    Delta {
        /// The part's number.
        #[serde(rename = "p")]
        part: u32,
        /// What to append.
        #[serde(rename = "d")]
        text: String,
    },
    /// A part is whole.
    PartEnded {
        /// The part's number.
        #[serde(rename = "p")]
        part: u32,
        /// For reasoning: the vendor's signature.
        #[serde(rename = "s", default, skip_serializing_if = "Option::is_none")]
        signature: Option<String>,
    },
    /// The vendor told how many tokens the call took so far.
    Usage {
        /// The counts.
        #[serde(rename = "u")]
        usage: Usage,
    },
    /// The conversation has a new title.
    Titled {
        /// The title.
        title: String,
    },
    /// The model ended the answer. Terminal.
    Completed {
        /// Why it stopped.
        reason: FinishReason,
    },
    /// The run ended by an error. Terminal.
    Failed {
        /// Why.
        failure: RunFailure,
    },
    /// The run was stopped by the user, a shutdown or a crash. Terminal.
    Interrupted {
        /// Why.
        failure: RunFailure,
    },
}

impl RunEvent {
    /// Whether nothing follows.
    pub fn is_terminal(&self) -> bool {
        matches!(self, Self::Completed { .. } | Self::Failed { .. } | Self::Interrupted { .. })
    }
}

/// What a part of the answer holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "k", rename_all = "snake_case")]
pub enum PartKind {
    /// Words.
    Text,
    /// Thought.
    Reasoning,
    /// Thought that the vendor encrypted; it has no deltas.
    EncryptedReasoning {
        /// The vendor's bytes.
        data: String,
    },
    /// A tool call; its deltas are argument text.
    ToolCall {
        /// The vendor's id of the call.
        id: String,
        /// The tool.
        name: String,
    },
    /// A picture; it has no deltas.
    Image {
        /// The stored file.
        attachment_id: AttachmentId,
    },
    /// The model's words on why it declines.
    Refusal,
}

/// An event with its place in the run's log.
#[derive(Debug, Clone, PartialEq)]
pub struct LoggedEvent {
    /// Place in the log, from 1 without gaps.
    pub sequence: i64,
    /// The event.
    pub event: RunEvent,
}
