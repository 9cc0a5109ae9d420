//! One turn: an input, an execution, an answer. Immutable once finished.

use serde::{Deserialize, Serialize};

use crate::connection::ModelChoice;
use crate::ids::{CollectionId, ConversationId, MessageId, RunId, UserId};
use crate::invalid::Invalid;
use crate::message::Message;
use crate::run_source::{RunFile, RunSource};
use crate::time::Time;

/// A run.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// Names the run.
    pub id: RunId,
    /// The conversation it was started in.
    pub conversation_id: ConversationId,
    /// Who started it.
    pub owner_id: UserId,
    /// The run before it on its branch; `None` for a first run.
    pub parent_run_id: Option<RunId>,
    /// Why it exists.
    pub kind: RunKind,
    /// How far it is.
    pub status: RunStatus,
    /// The user's message, which a regenerated run shares with its sibling; `None` when it
    /// continues a cut answer.
    pub input_message_id: Option<MessageId>,
    /// The id its answer has from the first token on.
    pub answer_message_id: MessageId,
    /// The model that was asked.
    pub model: ModelChoice,
    /// Instructions and sampling it was given.
    pub parameters: RunParameters,
    /// Tokens, where the vendor told.
    pub usage: Option<Usage>,
    /// Why the model stopped.
    pub finish_reason: Option<FinishReason>,
    /// Why it failed or was interrupted.
    pub failure: Option<RunFailure>,
    /// The passages that its model was given, by number.
    pub sources: Vec<RunSource>,
    /// The files that came with its message, and what became of each.
    pub files: Vec<RunFile>,
    /// When it was started.
    pub created_at: Time,
    /// When the first token was written.
    pub first_token_at: Option<Time>,
    /// When it reached a terminal status.
    pub finished_at: Option<Time>,
}

/// A run with its messages and its place among its siblings: what a thread shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Turn {
    /// The run.
    pub run: Run,
    /// The user's message.
    pub input: Option<Message>,
    /// The answer so far; for a running run what the log holds.
    pub answer: Option<Message>,
    /// Runs with the same parent in this conversation, oldest first, this one included.
    pub siblings: Vec<RunId>,
    /// Sequence number of the last event the answer includes; listen after it.
    pub last_sequence: i64,
}

/// Why a run exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunKind {
    /// Answers a message.
    Answer,
    /// Goes on where its parent's answer was cut.
    Continuation,
}

/// How far a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunStatus {
    /// Accepted, not begun.
    Queued,
    /// Under way.
    Running,
    /// Waits for a person.
    WaitingApproval,
    /// Ended as the model wished.
    Completed,
    /// Ended by an error.
    Failed,
    /// Ended by the user, by a shutdown or by a crash.
    Interrupted,
}

impl RunStatus {
    const ALL: [Self; 6] =
        [Self::Queued, Self::Running, Self::WaitingApproval, Self::Completed, Self::Failed, Self::Interrupted];

    /// The stable spelling.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::WaitingApproval => "waiting_approval",
            Self::Completed => "completed",
            Self::Failed => "failed",
            Self::Interrupted => "interrupted",
        }
    }

    /// Reads the stable spelling.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }

    /// Whether the run never changes again.
    pub fn is_terminal(self) -> bool {
        match self {
            Self::Completed | Self::Failed | Self::Interrupted => true,
            Self::Queued | Self::Running | Self::WaitingApproval => false,
        }
    }
}

/// Why a run ended without completing. The message is in the vendor's words where it has any.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunFailure {
    /// Stable code, in the list of `docs/reference/errors.md`.
    pub code: String,
    /// A sentence for the user.
    pub message: String,
    /// Whether trying again may help.
    pub retryable: bool,
}

/// Tokens of one call, as the vendor counted them. Parts are included in their totals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Usage {
    /// Prompt tokens, cached ones included.
    pub input_tokens: u64,
    /// Answer tokens, reasoning included.
    pub output_tokens: u64,
    /// Prompt tokens read from the vendor's cache.
    pub cache_read_tokens: u64,
    /// Prompt tokens written to the vendor's cache.
    pub cache_write_tokens: u64,
    /// Answer tokens spent on reasoning.
    pub reasoning_tokens: u64,
}

/// Why a model stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FinishReason {
    /// It had said what it wanted.
    Stop,
    /// It reached the token limit: the answer is cut and can be continued.
    Length,
    /// It asks for tools.
    ToolCalls,
    /// The vendor's filter stopped it.
    ContentFilter,
    /// It declined.
    Refusal,
    /// A reason we do not know.
    Other,
}

/// Instructions and sampling. `None` leaves the vendor's default.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RunParameters {
    /// Instructions put before the conversation; at most 100,000 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub system_prompt: Option<String>,
    /// Randomness, 0 to 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub temperature: Option<f64>,
    /// Share of probability mass to sample from, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub top_p: Option<f64>,
    /// Most tokens of the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_output_tokens: Option<u32>,
    /// How long a reasoning model thinks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reasoning_effort: Option<ReasoningEffort>,
    /// Collections that are searched with the user's words; at most 20.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub collection_ids: Vec<CollectionId>,
    /// Whether the web is searched with the user's words.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub web_search: bool,
}

impl RunParameters {
    /// Most characters of the instructions.
    pub const SYSTEM_PROMPT_MAX: usize = 100_000;
    /// Most collections of one run.
    pub const COLLECTIONS_MAX: usize = 20;

    /// All that is out of range.
    pub fn check(&self) -> Vec<Invalid> {
        let mut wrong = Vec::new();
        if self.system_prompt.as_ref().is_some_and(|p| p.chars().count() > Self::SYSTEM_PROMPT_MAX) {
            wrong.push(Invalid::new("parameters.system_prompt", "must have at most 100000 characters"));
        }
        if self.temperature.is_some_and(|t| !(0.0..=2.0).contains(&t)) {
            wrong.push(Invalid::new("parameters.temperature", "must be from 0 to 2"));
        }
        if self.top_p.is_some_and(|p| !(0.0..=1.0).contains(&p)) {
            wrong.push(Invalid::new("parameters.top_p", "must be from 0 to 1"));
        }
        if self.max_output_tokens == Some(0) {
            wrong.push(Invalid::new("parameters.max_output_tokens", "must be at least 1"));
        }
        if self.collection_ids.len() > Self::COLLECTIONS_MAX {
            wrong.push(Invalid::new("parameters.collection_ids", "must name at most 20 collections"));
        }
        wrong
    }
}

/// How long a reasoning model thinks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReasoningEffort {
    /// Briefly.
    Low,
    /// As usual.
    Medium,
    /// At length.
    High,
}
