//! OpenAI chat completions.

use serde_json::{Value, json};

use super::Said;
use crate::vendor::script::Step;

const ID: &str = "chatcmpl-scripted";
/// When the answer was made, fixed so that bytes repeat.
const CREATED: u64 = 1_767_225_600;

pub(super) struct Stream {
    model: String,
    started: bool,
    calls: u32,
    usage: Option<(u64, u64)>,
    /// Whether the caller asked for the chunk with the counts: `stream_options.include_usage`.
    tells_usage: bool,
}

impl Stream {
    pub(super) fn new(model: &str, tells_usage: bool) -> Self {
        Self { model: model.to_owned(), started: false, calls: 0, usage: None, tells_usage }
    }

    fn chunk(&self, choices: Value, usage: Value) -> String {
        let chunk = json!({
            "id": ID, "object": "chat.completion.chunk", "created": CREATED, "model": self.model,
            "system_fingerprint": "fp_scripted", "choices": choices, "usage": usage,
        });
        format!("data: {chunk}\n\n")
    }

    fn delta(&mut self, delta: Value) -> String {
        let mut out = String::new();
        if !self.started {
            self.started = true;
            out.push_str(&self.choice(json!({"role": "assistant", "content": ""}), Value::Null));
        }
        out.push_str(&self.choice(delta, Value::Null));
        out
    }

    fn choice(&self, delta: Value, reason: Value) -> String {
        let choice = json!([{"index": 0, "delta": delta, "logprobs": null, "finish_reason": reason}]);
        self.chunk(choice, Value::Null)
    }

    fn call(&mut self, id: &str, name: &str, arguments: &str) -> String {
        let index = self.calls;
        self.calls += 1;
        let begin = json!({"index": index, "id": id, "type": "function", "function": {"name": name, "arguments": ""}});
        let more = json!({"index": index, "function": {"arguments": arguments}});
        let mut out = self.delta(json!({"tool_calls": [begin]}));
        out.push_str(&self.delta(json!({"tool_calls": [more]})));
        out
    }
}

impl super::Wire for Stream {
    fn frames(&mut self, step: &Step) -> String {
        match step {
            Step::Text { text } => self.delta(json!({"content": text})),
            Step::Reasoning { text } => self.delta(json!({"reasoning_content": text})),
            Step::ToolCall { id, name, arguments } => self.call(id, name, arguments),
            Step::Usage { input, output } => {
                self.usage = Some((*input, *output));
                String::new()
            }
            Step::Finish { reason } => {
                let mut out = self.choice(json!({}), json!(reason));
                if let Some(counts) = self.usage.filter(|_| self.tells_usage) {
                    out.push_str(&self.chunk(json!([]), usage(counts)));
                }
                out.push_str("data: [DONE]\n\n");
                out
            }
            Step::Error { message, code } => format!("data: {}\n\n", error(message, "server_error", code)),
            Step::Raw { text } => text.clone(),
            Step::Wait { .. } | Step::Delay { .. } | Step::Cut | Step::Stall => String::new(),
        }
    }
}

pub(super) fn whole(model: &str, said: &Said<'_>) -> Value {
    let call = |(id, name, arguments): &(&str, &str, &str)| json!({"id": id, "type": "function", "function": {"name": name, "arguments": arguments}});
    let mut message = json!({"role": "assistant", "content": said.text, "refusal": null});
    if !said.reasoning.is_empty() {
        message["reasoning_content"] = json!(said.reasoning);
    }
    if !said.calls.is_empty() {
        message["tool_calls"] = said.calls.iter().map(call).collect();
    }
    json!({
        "id": ID, "object": "chat.completion", "created": CREATED, "model": model,
        "choices": [{"index": 0, "message": message, "logprobs": null, "finish_reason": said.reason}],
        "usage": usage(said.usage),
    })
}

fn usage((input, output): (u64, u64)) -> Value {
    json!({
        "prompt_tokens": input, "completion_tokens": output, "total_tokens": input + output,
        "prompt_tokens_details": {"cached_tokens": 0}, "completion_tokens_details": {"reasoning_tokens": 0},
    })
}

pub(super) fn models(ids: &[String]) -> Value {
    let model = |id: &String| json!({"id": id, "object": "model", "created": CREATED, "owned_by": "scripted"});
    json!({"object": "list", "data": ids.iter().map(model).collect::<Value>()})
}

pub(super) fn wrong_key() -> Value {
    error(
        "Incorrect API key provided. Find your key in the vendor's console.",
        "invalid_request_error",
        "invalid_api_key",
    )
}

pub(super) fn error(message: &str, kind: &str, code: &str) -> Value {
    json!({"error": {"message": message, "type": kind, "param": null, "code": code}})
}
