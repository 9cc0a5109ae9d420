//! What an answer says about itself, beside what the model said.

use crate::open_ai_responses::echo::ResponseEcho;

/// The frame of an answer. Ids and times come from outside: this room has neither.
#[derive(Debug, Clone, Default)]
pub struct AnswerMeta {
    /// The answer's id in the dialect's manner: `chatcmpl-…`, `resp_…`, `msg_…`. Ollama has none.
    pub id: String,
    /// The model as the caller asked for it.
    pub model: String,
    /// When the answer began, in seconds since 1970.
    pub created: i64,
    /// Whether a stream of chat completions ends with its token counts: `stream_options.include_usage`.
    pub include_usage: bool,
    /// An estimate of the prompt's tokens for Anthropic's first event, which comes before the vendor has counted.
    pub input_tokens: u64,
    /// What a response repeats of its request.
    pub echo: ResponseEcho,
}
