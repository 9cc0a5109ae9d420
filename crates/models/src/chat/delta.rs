//! What comes out of a model.

use serde::{Deserialize, Serialize};

use super::VendorError;
use crate::run::{FinishReason, Usage};

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
    /// How likely the tokens of the next words were. Comes before the `Text` or `Refusal` that it belongs to.
    LogProbs {
        /// The tokens in order.
        tokens: Vec<TokenLogProb>,
    },
    /// The stop sequence that ended the answer, where the vendor names it. Comes before `Finished`.
    StopSequence {
        /// The sequence.
        text: String,
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

/// How likely a token was, and what else could have stood in its place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TokenLogProb {
    /// The token's text; damaged where a character is cut between tokens.
    pub token: String,
    /// Natural logarithm of its probability.
    pub logprob: f64,
    /// Its bytes, where the vendor tells them.
    pub bytes: Option<Vec<u8>>,
    /// The likeliest tokens at this place, where they were asked for; their own `top` is empty.
    #[serde(default, rename = "top_logprobs")]
    pub top: Vec<TokenLogProb>,
}
