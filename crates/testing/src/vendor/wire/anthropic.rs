//! Anthropic messages.

use serde_json::{Value, json};

use super::{Said, arguments_value};
use crate::vendor::script::Step;

const ID: &str = "msg_scripted";
/// What the vendor sends as proof of a thought.
const SIGNATURE: &str = "scripted-signature";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Block {
    Text,
    Thinking,
}

pub(super) struct Stream {
    model: String,
    started: bool,
    open: Option<Block>,
    index: u32,
    usage: (u64, u64),
}

impl Stream {
    pub(super) fn new(model: &str) -> Self {
        Self { model: model.to_owned(), started: false, open: None, index: 0, usage: (0, 0) }
    }

    fn start(&mut self) -> String {
        if std::mem::replace(&mut self.started, true) {
            return String::new();
        }
        let message = json!({
            "id": ID, "type": "message", "role": "assistant", "model": self.model, "content": [],
            "stop_reason": null, "stop_sequence": null, "usage": {"input_tokens": self.usage.0, "output_tokens": 1},
        });
        event("message_start", json!({"message": message})) + &event("ping", json!({}))
    }

    fn say(&mut self, block: Block, text: &str) -> String {
        let (begin, delta) = match block {
            Block::Text => (json!({"type": "text", "text": ""}), json!({"type": "text_delta", "text": text})),
            Block::Thinking => (
                json!({"type": "thinking", "thinking": "", "signature": ""}),
                json!({"type": "thinking_delta", "thinking": text}),
            ),
        };
        let mut out = self.start();
        if self.open != Some(block) {
            out.push_str(&self.close());
            out.push_str(&self.block_event("content_block_start", "content_block", begin));
            self.open = Some(block);
        }
        out + &self.block_event("content_block_delta", "delta", delta)
    }

    fn call(&mut self, id: &str, name: &str, arguments: &str) -> String {
        let block = json!({"type": "tool_use", "id": id, "name": name, "input": {}});
        let delta = json!({"type": "input_json_delta", "partial_json": arguments});
        let mut out = self.start() + &self.close();
        out.push_str(&self.block_event("content_block_start", "content_block", block));
        out.push_str(&self.block_event("content_block_delta", "delta", delta));
        out.push_str(&event("content_block_stop", json!({"index": self.index})));
        self.index += 1;
        out
    }

    fn close(&mut self) -> String {
        let Some(block) = self.open.take() else { return String::new() };
        let mut out = String::new();
        if block == Block::Thinking {
            let signature = json!({"type": "signature_delta", "signature": SIGNATURE});
            out.push_str(&self.block_event("content_block_delta", "delta", signature));
        }
        out.push_str(&event("content_block_stop", json!({"index": self.index})));
        self.index += 1;
        out
    }

    fn block_event(&self, name: &str, field: &str, value: Value) -> String {
        event(name, json!({"index": self.index, field: value}))
    }
}

impl super::Wire for Stream {
    fn frames(&mut self, step: &Step) -> String {
        match step {
            Step::Text { text } => self.say(Block::Text, text),
            Step::Reasoning { text } => self.say(Block::Thinking, text),
            Step::ToolCall { id, name, arguments } => self.call(id, name, arguments),
            Step::Usage { input, output } => {
                self.usage = (*input, *output);
                String::new()
            }
            Step::Finish { reason } => {
                let delta = json!({"stop_reason": stop_reason(reason), "stop_sequence": null});
                let counts = json!({"input_tokens": self.usage.0, "output_tokens": self.usage.1});
                self.start()
                    + &self.close()
                    + &event("message_delta", json!({"delta": delta, "usage": counts}))
                    + &event("message_stop", json!({}))
            }
            Step::Error { message, code } => event("error", json!({"error": {"type": code, "message": message}})),
            Step::Raw { text } => text.clone(),
            Step::Wait { .. } | Step::Delay { .. } | Step::Cut | Step::Stall => String::new(),
        }
    }
}

fn event(name: &str, mut data: Value) -> String {
    data["type"] = json!(name);
    format!("event: {name}\ndata: {data}\n\n")
}

pub(super) fn whole(model: &str, said: &Said<'_>) -> Value {
    let mut content = Vec::new();
    if !said.reasoning.is_empty() {
        content.push(json!({"type": "thinking", "thinking": said.reasoning, "signature": SIGNATURE}));
    }
    if !said.text.is_empty() {
        content.push(json!({"type": "text", "text": said.text}));
    }
    content.extend(said.calls.iter().map(|(id, name, arguments)| {
        json!({"type": "tool_use", "id": id, "name": name, "input": arguments_value(arguments)})
    }));
    json!({
        "id": ID, "type": "message", "role": "assistant", "model": model, "content": content,
        "stop_reason": stop_reason(said.reason), "stop_sequence": null,
        "usage": {"input_tokens": said.usage.0, "output_tokens": said.usage.1},
    })
}

fn stop_reason(reason: &str) -> &str {
    match reason {
        "stop" => "end_turn",
        "length" => "max_tokens",
        "tool_calls" => "tool_use",
        "content_filter" => "refusal",
        own => own,
    }
}

pub(super) fn models(ids: &[String]) -> Value {
    let model =
        |id: &String| json!({"type": "model", "id": id, "display_name": id, "created_at": "2026-01-01T00:00:00Z"});
    json!({"data": ids.iter().map(model).collect::<Value>(), "has_more": false})
}

pub(super) fn wrong_key() -> Value {
    json!({"type": "error", "error": {"type": "authentication_error", "message": "invalid x-api-key"}})
}
