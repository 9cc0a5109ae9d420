//! JSON shapes of runs, turns and messages.

use chrono::{DateTime, Utc};
use models::message::{Message, Part};
use models::run::{FinishReason, Run, RunFailure, Turn, Usage};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::source_shapes::{RunFileBody, RunSourceBody};
use crate::routes::conversations::shapes::ModelChoiceBody;

/// A run with its messages and its place among its siblings.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Turn)]
pub(crate) struct TurnBody {
    run: RunBody,
    #[schema(required)]
    input: Option<MessageBody>,
    /// For a run under way, what was said so far.
    #[schema(required)]
    answer: Option<MessageBody>,
    /// Runs with the same parent, oldest first, this one included.
    siblings: Vec<Uuid>,
    /// Number of the last event that the answer includes; listen after it.
    last_sequence: i64,
}

/// One turn: an input, an execution, an answer.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Run)]
pub(crate) struct RunBody {
    id: Uuid,
    conversation_id: Uuid,
    #[schema(required)]
    parent_run_id: Option<Uuid>,
    kind: RunKind,
    status: RunStatus,
    model: ModelChoiceBody,
    #[schema(required)]
    usage: Option<UsageBody>,
    #[schema(required)]
    finish_reason: Option<FinishReasonBody>,
    #[schema(required)]
    failure: Option<RunFailureBody>,
    /// The passages that the model was given; its answer cites them as `[number]`.
    sources: Vec<RunSourceBody>,
    /// The files that came with the message, and what became of each.
    files: Vec<RunFileBody>,
    created_at: DateTime<Utc>,
    #[schema(required)]
    first_token_at: Option<DateTime<Utc>>,
    #[schema(required)]
    finished_at: Option<DateTime<Utc>>,
}

macro_rules! mirror {
    ($(#[$doc:meta])* $name:ident as $schema:ident of $noun:path { $($(#[$vdoc:meta])* $variant:ident),+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, Serialize, ToSchema)]
        #[schema(as = $schema)]
        #[serde(rename_all = "snake_case")]
        pub(crate) enum $name { $($(#[$vdoc])* $variant),+ }

        impl From<$noun> for $name {
            fn from(it: $noun) -> Self {
                use $noun as Noun;
                match it { $(Noun::$variant => Self::$variant),+ }
            }
        }
    };
}

mirror! {
    /// Why a run exists.
    RunKind as RunKind of models::run::RunKind {
        /// Answers a message.
        Answer,
        /// Goes on where its parent's answer was cut.
        Continuation
    }
}

mirror! {
    /// How far a run is.
    RunStatus as RunStatus of models::run::RunStatus {
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
        /// Ended by the user, a shutdown or a crash.
        Interrupted
    }
}

mirror! {
    /// Why a model stopped.
    FinishReasonBody as FinishReason of FinishReason {
        /// It had said what it wanted.
        Stop,
        /// It reached the token limit.
        Length,
        /// It asks for tools.
        ToolCalls,
        /// The vendor's filter stopped it.
        ContentFilter,
        /// It declined.
        Refusal,
        /// Another reason.
        Other
    }
}

mirror! {
    /// Who speaks.
    MessageRole as MessageRole of models::message::MessageRole {
        /// The user.
        User,
        /// The model.
        Assistant
    }
}

/// Tokens, as the vendor counted them.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Usage)]
pub(crate) struct UsageBody {
    input_tokens: u64,
    output_tokens: u64,
    cache_read_tokens: u64,
    cache_write_tokens: u64,
    reasoning_tokens: u64,
}

/// Why a run ended without completing.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RunFailure)]
pub(crate) struct RunFailureBody {
    code: String,
    /// A sentence, in the vendor's words where it has any.
    message: String,
    /// Whether trying again may help.
    retryable: bool,
}

/// A message.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Message)]
pub(crate) struct MessageBody {
    id: Uuid,
    role: MessageRole,
    parts: Vec<PartBody>,
    created_at: DateTime<Utc>,
}

/// A part of a message.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Part)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum PartBody {
    /// Words, in Markdown.
    Text {
        /// The words.
        text: String,
    },
    /// What the model thought before it answered.
    Reasoning {
        /// The thought; empty where the vendor hides it.
        text: String,
    },
    /// A picture.
    Image {
        /// The file.
        attachment_id: Uuid,
    },
    /// A document.
    File {
        /// The file.
        attachment_id: Uuid,
    },
    /// The model asks for a tool.
    ToolCall {
        /// The vendor's id of the call.
        id: String,
        /// The tool.
        name: String,
        /// JSON text as the model wrote it.
        arguments: String,
    },
    /// The model declines.
    Refusal {
        /// Its words.
        text: String,
    },
}

impl From<Turn> for TurnBody {
    fn from(it: Turn) -> Self {
        Self {
            run: it.run.into(),
            input: it.input.map(Into::into),
            answer: it.answer.map(Into::into),
            siblings: it.siblings.iter().map(|id| id.0).collect(),
            last_sequence: it.last_sequence,
        }
    }
}

impl From<Run> for RunBody {
    fn from(it: Run) -> Self {
        Self {
            id: it.id.0,
            conversation_id: it.conversation_id.0,
            parent_run_id: it.parent_run_id.map(|id| id.0),
            kind: it.kind.into(),
            status: it.status.into(),
            model: it.model.into(),
            usage: it.usage.map(Into::into),
            finish_reason: it.finish_reason.map(Into::into),
            failure: it.failure.map(Into::into),
            sources: it.sources.into_iter().map(Into::into).collect(),
            files: it.files.into_iter().map(Into::into).collect(),
            created_at: it.created_at,
            first_token_at: it.first_token_at,
            finished_at: it.finished_at,
        }
    }
}

impl From<Usage> for UsageBody {
    fn from(it: Usage) -> Self {
        Self {
            input_tokens: it.input_tokens,
            output_tokens: it.output_tokens,
            cache_read_tokens: it.cache_read_tokens,
            cache_write_tokens: it.cache_write_tokens,
            reasoning_tokens: it.reasoning_tokens,
        }
    }
}

impl From<RunFailure> for RunFailureBody {
    fn from(it: RunFailure) -> Self {
        Self { code: it.code, message: it.message, retryable: it.retryable }
    }
}

impl From<Message> for MessageBody {
    fn from(it: Message) -> Self {
        Self {
            id: it.id.0,
            role: it.role.into(),
            parts: it.parts.into_iter().map(Into::into).collect(),
            created_at: it.created_at,
        }
    }
}

impl From<Part> for PartBody {
    fn from(it: Part) -> Self {
        match it {
            Part::Text { text } => Self::Text { text },
            // Signatures and encrypted thought are for the vendor only.
            Part::Reasoning { text, .. } => Self::Reasoning { text },
            Part::Image { attachment_id } => Self::Image { attachment_id: attachment_id.0 },
            Part::File { attachment_id } => Self::File { attachment_id: attachment_id.0 },
            Part::ToolCall { id, name, arguments } => Self::ToolCall { id, name, arguments },
            Part::Refusal { text } => Self::Refusal { text },
        }
    }
}
