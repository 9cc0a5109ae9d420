//! Ollama chat: one JSON object per line.

use serde_json::{Value, json};

use super::{Said, arguments_value};
use crate::vendor::script::Step;

const CREATED: &str = "2026-01-01T00:00:00Z";

pub(super) struct Stream {
    model: String,
    usage: (u64, u64),
}

impl Stream {
    pub(super) fn new(model: &str) -> Self {
        Self { model: model.to_owned(), usage: (0, 0) }
    }

    fn line(&self, message: Value) -> String {
        let line = json!({"model": self.model, "created_at": CREATED, "message": message, "done": false});
        format!("{line}\n")
    }
}

impl super::Wire for Stream {
    fn frames(&mut self, step: &Step) -> String {
        match step {
            Step::Text { text } => self.line(json!({"role": "assistant", "content": text})),
            Step::Reasoning { text } => self.line(json!({"role": "assistant", "content": "", "thinking": text})),
            Step::ToolCall { name, arguments, .. } => {
                self.line(json!({"role": "assistant", "content": "", "tool_calls": [call(name, arguments)]}))
            }
            Step::Usage { input, output } => {
                self.usage = (*input, *output);
                String::new()
            }
            Step::Finish { reason } => {
                format!("{}\n", done(&self.model, json!({"role": "assistant", "content": ""}), reason, self.usage))
            }
            Step::Error { message, .. } => format!("{}\n", json!({"error": message})),
            Step::Raw { text } => text.clone(),
            Step::Wait { .. } | Step::Delay { .. } | Step::Cut | Step::Stall => String::new(),
        }
    }
}

fn call(name: &str, arguments: &str) -> Value {
    json!({"function": {"name": name, "arguments": arguments_value(arguments)}})
}

fn done(model: &str, message: Value, reason: &str, (input, output): (u64, u64)) -> Value {
    // Ollama has no reason of its own for tool calls.
    let reason = if reason == "tool_calls" { "stop" } else { reason };
    json!({
        "model": model, "created_at": CREATED, "message": message, "done": true, "done_reason": reason,
        "total_duration": 1, "load_duration": 1, "prompt_eval_count": input, "prompt_eval_duration": 1,
        "eval_count": output, "eval_duration": 1,
    })
}

pub(super) fn whole(model: &str, said: &Said<'_>) -> Value {
    let mut message = json!({"role": "assistant", "content": said.text});
    if !said.reasoning.is_empty() {
        message["thinking"] = json!(said.reasoning);
    }
    if !said.calls.is_empty() {
        message["tool_calls"] = said.calls.iter().map(|(_, name, arguments)| call(name, arguments)).collect();
    }
    done(model, message, said.reason, said.usage)
}

pub(super) fn models(ids: &[String]) -> Value {
    let model = |id: &String| {
        let details = json!({"format": "gguf", "family": "scripted", "parameter_size": "1B"});
        json!({"name": id, "model": id, "modified_at": CREATED, "size": 1, "digest": "0", "details": details})
    };
    json!({"models": ids.iter().map(model).collect::<Value>()})
}

pub(super) fn wrong_key() -> Value {
    json!({"error": "unauthorized"})
}
