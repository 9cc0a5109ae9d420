//! How each dialect puts a step on the wire. Written from the vendors' documentation, apart from
//! the decoders in `dialects`.

mod anthropic;
mod ollama;
mod openai;
mod responses;

use serde_json::Value;

use super::script::Step;

/// A dialect that the vendor speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    OpenAi,
    Responses,
    Anthropic,
    Ollama,
}

/// One streamed answer in one dialect. Steps that say nothing (gates, cuts) give no bytes.
pub(super) trait Wire: Send {
    /// The bytes of one step, with what the dialect wants around it.
    fn frames(&mut self, step: &Step) -> String;
}

impl Dialect {
    /// `tells_usage`: whether a stream of chat completions was asked to end with its counts.
    pub(super) fn wire(self, model: &str, tells_usage: bool) -> Box<dyn Wire> {
        match self {
            Self::OpenAi => Box::new(openai::Stream::new(model, tells_usage)),
            Self::Responses => Box::new(responses::Stream::new(model)),
            Self::Anthropic => Box::new(anthropic::Stream::new(model)),
            Self::Ollama => Box::new(ollama::Stream::new(model)),
        }
    }

    pub(super) fn whole(self, model: &str, steps: &[Step]) -> Value {
        let said = Said::fold(steps);
        match self {
            Self::OpenAi => openai::whole(model, &said),
            Self::Responses => responses::whole(model, &said),
            Self::Anthropic => anthropic::whole(model, &said),
            Self::Ollama => ollama::whole(model, &said),
        }
    }

    pub(super) fn stream_type(self) -> &'static str {
        match self {
            Self::OpenAi | Self::Responses | Self::Anthropic => "text/event-stream",
            Self::Ollama => "application/x-ndjson",
        }
    }

    pub(super) fn models(self, ids: &[String]) -> Value {
        match self {
            Self::OpenAi | Self::Responses => openai::models(ids),
            Self::Anthropic => anthropic::models(ids),
            Self::Ollama => ollama::models(ids),
        }
    }

    pub(super) fn wrong_key(self) -> Value {
        match self {
            Self::OpenAi | Self::Responses => openai::wrong_key(),
            Self::Anthropic => anthropic::wrong_key(),
            Self::Ollama => ollama::wrong_key(),
        }
    }
}

/// Everything a script says, for answers that are not streamed.
struct Said<'a> {
    text: String,
    reasoning: String,
    calls: Vec<(&'a str, &'a str, &'a str)>,
    usage: (u64, u64),
    reason: &'a str,
}

impl<'a> Said<'a> {
    fn fold(steps: &'a [Step]) -> Self {
        let mut said =
            Self { text: String::new(), reasoning: String::new(), calls: Vec::new(), usage: (0, 0), reason: "stop" };
        for step in steps {
            match step {
                Step::Text { text } => said.text.push_str(text),
                Step::Reasoning { text } => said.reasoning.push_str(text),
                Step::ToolCall { id, name, arguments } => said.calls.push((id, name, arguments)),
                Step::Usage { input, output } => said.usage = (*input, *output),
                Step::Finish { reason } => said.reason = reason,
                Step::Error { .. } | Step::Wait { .. } | Step::Delay { .. } | Step::Raw { .. } => {}
                Step::Cut | Step::Stall => {}
            }
        }
        said
    }
}

/// A tool's arguments as a JSON value, for dialects that do not send text.
fn arguments_value(arguments: &str) -> Value {
    serde_json::from_str(arguments).unwrap_or_else(|_| Value::String(arguments.to_owned()))
}
