//! A call to a model, without any vendor's spelling: what goes in and what comes out.

use serde::{Deserialize, Serialize};

use crate::run::{FinishReason, ReasoningEffort, Usage};

/// A request to a model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ChatRequest {
    /// The vendor's model id.
    pub model: String,
    /// Instructions before the conversation.
    pub system: Option<String>,
    /// The conversation, oldest first.
    pub messages: Vec<ChatMessage>,
    /// Tools the model may call.
    pub tools: Vec<ToolSpec>,
    /// Randomness.
    pub temperature: Option<f64>,
    /// Share of probability mass.
    pub top_p: Option<f64>,
    /// Most tokens of the answer.
    pub max_output_tokens: Option<u32>,
    /// How long to think.
    pub reasoning_effort: Option<ReasoningEffort>,
    /// Whether the answer is wanted in pieces.
    pub stream: bool,
}

/// A tool the model may call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ToolSpec {
    /// Its name.
    pub name: String,
    /// When to call it.
    pub description: String,
    /// JSON Schema of its arguments.
    pub parameters: serde_json::Value,
}

/// A message of a request.
#[derive(Debug, Clone, PartialEq)]
pub struct ChatMessage {
    /// Who speaks.
    pub role: ChatRole,
    /// What is said, in order.
    pub parts: Vec<ChatPart>,
}

/// Who speaks in a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChatRole {
    /// The user, and the results of tools.
    User,
    /// The model. As the last message it is a beginning that the model goes on with.
    Assistant,
}

/// A part of a request's message.
#[derive(Debug, Clone, PartialEq)]
pub enum ChatPart {
    /// Words.
    Text(String),
    /// A picture.
    Image {
        /// `image/png`, `image/jpeg`, `image/gif` or `image/webp`.
        media_type: String,
        /// The bytes in standard base64 with padding.
        base64: String,
    },
    /// An earlier thought of the model.
    Reasoning {
        /// The thought.
        text: String,
        /// The vendor's signature of it.
        signature: Option<String>,
        /// The thought as the vendor encrypted it.
        encrypted: Option<String>,
    },
    /// A call the model made.
    ToolCall {
        /// The vendor's id of the call.
        id: String,
        /// The tool.
        name: String,
        /// JSON text.
        arguments: String,
    },
    /// What a tool answered.
    ToolResult {
        /// The call's id.
        id: String,
        /// The answer.
        text: String,
        /// Whether the tool failed.
        is_error: bool,
    },
}

/// A piece of an answer. Indexes of tool calls count from 0 within the answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ChatDelta {
    /// The vendor began to answer.
    Started {
        /// The model that answers, as the vendor names it.
        model: Option<String>,
    },
    /// More words.
    Text {
        /// The words.
        text: String,
    },
    /// More thought.
    Reasoning {
        /// The thought.
        text: String,
    },
    /// The signature of the thought that just ended.
    ReasoningSignature {
        /// The signature.
        signature: String,
    },
    /// A thought that the vendor encrypted.
    EncryptedReasoning {
        /// The vendor's bytes.
        data: String,
    },
    /// The model declines.
    Refusal {
        /// Its words.
        text: String,
    },
    /// A tool call begins.
    ToolCallStarted {
        /// The call's place in the answer.
        index: u32,
        /// The vendor's id of the call; made up from the index where the vendor has none.
        id: String,
        /// The tool.
        name: String,
    },
    /// More argument text of a call.
    ToolCallArguments {
        /// The call's place in the answer.
        index: u32,
        /// What to append.
        text: String,
    },
    /// A picture that the model made.
    Image {
        /// Its type.
        media_type: String,
        /// The bytes in base64.
        base64: String,
    },
    /// Token counts; a later one replaces an earlier one.
    Usage {
        /// The counts.
        usage: Usage,
    },
    /// The answer is whole. Usage may follow.
    Finished {
        /// Why the model stopped.
        reason: FinishReason,
    },
    /// The vendor reports an error inside the stream. Nothing follows.
    Failed {
        /// What it says.
        error: VendorError,
    },
}

/// An error that a vendor reported, in its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{message}")]
pub struct VendorError {
    /// What the caller may do about it.
    pub kind: VendorErrorKind,
    /// The vendor's sentence.
    pub message: String,
    /// The vendor's own code or type, where it has one.
    pub code: Option<String>,
}

/// What the caller may do about a vendor's error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VendorErrorKind {
    /// Correct the request.
    BadRequest,
    /// Correct the key.
    Unauthorized,
    /// Ask for rights or money at the vendor.
    Forbidden,
    /// Choose another model.
    NotFound,
    /// Shorten the conversation.
    ContextTooLong,
    /// Wait.
    RateLimited,
    /// Try again later; the vendor is at fault.
    Unavailable,
    /// The answer was not in the vendor's own format.
    Garbage,
}
