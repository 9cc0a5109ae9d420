//! Lines to deltas. A whole answer is one line.

use models::chat::{ChatDelta, VendorError};
use models::run::{FinishReason, Usage};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::dialect::Dialect;
use crate::sink::{Sink, collect};
use crate::{errors, logprobs};

#[derive(Deserialize)]
struct Line {
    model: Option<String>,
    message: Option<Message>,
    #[serde(default)]
    done: bool,
    done_reason: Option<String>,
    prompt_eval_count: Option<u64>,
    eval_count: Option<u64>,
    error: Option<Value>,
    logprobs: Option<Value>,
}

#[derive(Deserialize)]
struct Message {
    content: Option<String>,
    thinking: Option<String>,
    tool_calls: Option<Vec<ToolCall>>,
}

/// Calls come whole.
#[derive(Deserialize)]
struct ToolCall {
    id: Option<String>,
    function: Function,
}

#[derive(Deserialize)]
struct Function {
    name: String,
    arguments: Option<Box<RawValue>>,
}

/// What must be remembered between lines.
#[derive(Debug, Default)]
pub(crate) struct Reader {
    calls: u32,
}

/// A whole answer.
pub(crate) fn whole(body: &[u8]) -> Result<Vec<ChatDelta>, VendorError> {
    collect(|sink| Reader::default().event(body, sink))
}

impl Reader {
    /// One line.
    pub(crate) fn event(&mut self, line: &[u8], sink: &mut Sink<'_>) {
        let Ok(line) = serde_json::from_slice::<Line>(line) else {
            return sink.fail(errors::garbage("a line that is not a part of an answer"));
        };
        if let Some(error) = line.error {
            return sink.fail(errors::from_value(Dialect::Ollama, &error));
        }
        sink.start(line.model);
        if let Some(message) = line.message {
            sink.reasoning(message.thinking.unwrap_or_default());
            sink.log_probs(logprobs::read(line.logprobs));
            sink.text(message.content.unwrap_or_default());
            message.tool_calls.into_iter().flatten().for_each(|call| self.tool_call(call, sink));
        }
        if line.done {
            if line.prompt_eval_count.is_some() || line.eval_count.is_some() {
                sink.usage(usage(line.prompt_eval_count, line.eval_count));
            }
            sink.finish(self.finish_reason(line.done_reason.as_deref()));
            sink.close();
        }
    }

    fn tool_call(&mut self, call: ToolCall, sink: &mut Sink<'_>) {
        let index = self.calls;
        self.calls = self.calls.saturating_add(1);
        let id = call.id.filter(|id| !id.is_empty()).unwrap_or_else(|| format!("call_{index}"));
        sink.push(ChatDelta::ToolCallStarted { index, id, name: call.function.name });
        if let Some(arguments) = call.function.arguments {
            sink.arguments(index, Box::<str>::from(arguments).into_string());
        }
    }

    /// The vendor says `stop` after calls, too, and older versions say nothing.
    fn finish_reason(&self, done_reason: Option<&str>) -> FinishReason {
        match done_reason {
            Some("stop") | None if self.calls > 0 => FinishReason::ToolCalls,
            Some("stop") | None => FinishReason::Stop,
            Some("length") => FinishReason::Length,
            Some(_) => FinishReason::Other,
        }
    }
}

/// A prompt that is wholly in the cache is not counted.
fn usage(prompt: Option<u64>, answer: Option<u64>) -> Usage {
    Usage { input_tokens: prompt.unwrap_or(0), output_tokens: answer.unwrap_or(0), ..Usage::default() }
}
