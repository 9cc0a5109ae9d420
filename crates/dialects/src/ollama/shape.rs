//! The shape of a line, which is also that of a whole answer.

use chrono::{DateTime, SecondsFormat};
use models::chat::TokenLogProb;
use models::run::{FinishReason, Usage};
use serde::Serialize;

use crate::encode::Arguments;
use crate::logprobs::{self, WireToken};
use crate::meta::AnswerMeta;

/// Which of the two addresses is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// `/api/chat`: a message.
    Chat,
    /// `/api/generate`: words only.
    Generate,
}

/// What a line says of the model's answer.
#[derive(Default)]
pub(super) struct Said<'a> {
    pub(super) content: &'a str,
    pub(super) thinking: &'a str,
    pub(super) tool_calls: &'a [ToolCall<'a>],
    pub(super) logprobs: &'a [TokenLogProb],
}

#[derive(Serialize)]
pub(super) struct Line<'a> {
    model: &'a str,
    created_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    response: Option<&'a str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    thinking: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logprobs: Vec<WireToken<'a>>,
    done: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    done_reason: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    prompt_eval_count: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    eval_count: Option<u64>,
}

#[derive(Serialize)]
struct Message<'a> {
    role: &'static str,
    content: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    thinking: &'a str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    tool_calls: &'a [ToolCall<'a>],
}

#[derive(Serialize)]
pub(super) struct ToolCall<'a> {
    id: &'a str,
    function: Function<'a>,
}

#[derive(Serialize)]
struct Function<'a> {
    index: u32,
    name: &'a str,
    arguments: Arguments<'a>,
}

impl<'a> ToolCall<'a> {
    pub(super) fn new(index: u32, id: &'a str, name: &'a str, arguments: &'a str) -> Self {
        Self { id, function: Function { index, name, arguments: Arguments::read(arguments) } }
    }
}

impl<'a> Line<'a> {
    /// A line in the middle of an answer.
    pub(super) fn new(shape: Shape, meta: &'a AnswerMeta, said: Said<'a>) -> Self {
        let (message, response, thinking) = match shape {
            Shape::Chat => {
                let Said { content, thinking, tool_calls, .. } = said;
                (Some(Message { role: "assistant", content, thinking, tool_calls }), None, "")
            }
            Shape::Generate => (None, Some(said.content), said.thinking),
        };
        Self {
            model: &meta.model,
            created_at: rfc3339(meta.created),
            message,
            response,
            thinking,
            logprobs: logprobs::spell(said.logprobs),
            done: false,
            done_reason: None,
            prompt_eval_count: None,
            eval_count: None,
        }
    }

    /// The last line, or the only one.
    pub(super) fn done(self, reason: FinishReason, usage: Option<Usage>) -> Self {
        Self {
            done: true,
            done_reason: Some(done_reason(reason)),
            prompt_eval_count: usage.map(|usage| usage.input_tokens),
            eval_count: usage.map(|usage| usage.output_tokens),
            ..self
        }
    }
}

/// The vendor has no word for the filter; its clients show any word they do not know.
fn done_reason(reason: FinishReason) -> &'static str {
    match reason {
        FinishReason::Stop | FinishReason::ToolCalls | FinishReason::Refusal | FinishReason::Other => "stop",
        FinishReason::Length => "length",
        FinishReason::ContentFilter => "content_filter",
    }
}

/// A time as the vendor writes it; a time beyond the calendar is its beginning.
pub(crate) fn rfc3339(seconds: i64) -> String {
    DateTime::from_timestamp(seconds, 0).unwrap_or_default().to_rfc3339_opts(SecondsFormat::Secs, true)
}
