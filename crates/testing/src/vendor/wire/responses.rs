//! OpenAI responses.

use serde_json::{Value, json};

use super::Said;
use crate::vendor::script::Step;

const ID: &str = "resp_scripted";
/// When the answer was made, fixed so that bytes repeat.
const CREATED: u64 = 1_767_225_600;

pub(super) struct Stream {
    model: String,
    sequence: u64,
    /// The words of the message that is open.
    open: Option<String>,
    output: Vec<Value>,
    started: bool,
    usage: (u64, u64),
}

impl Stream {
    pub(super) fn new(model: &str) -> Self {
        Self { model: model.to_owned(), sequence: 0, open: None, output: Vec::new(), started: false, usage: (0, 0) }
    }

    fn event(&mut self, name: &str, mut data: Value) -> String {
        data["type"] = json!(name);
        data["sequence_number"] = json!(self.sequence);
        self.sequence += 1;
        format!("event: {name}\ndata: {data}\n\n")
    }

    fn start(&mut self) -> String {
        if std::mem::replace(&mut self.started, true) {
            return String::new();
        }
        let response = response(&self.model, "in_progress", &[], Value::Null);
        self.event("response.created", json!({"response": response}))
            + &self.event("response.in_progress", json!({"response": response}))
    }

    fn say(&mut self, words: &str) -> String {
        let mut out = self.start();
        let index = self.output.len();
        if self.open.is_none() {
            let begun = message(index, None, "in_progress");
            out.push_str(&self.event("response.output_item.added", json!({"output_index": index, "item": begun})));
            out.push_str(&self.part("response.content_part.added", json!({"part": part("")})));
        }
        self.open.get_or_insert_default().push_str(words);
        out + &self.part("response.output_text.delta", json!({"delta": words, "logprobs": []}))
    }

    fn part(&mut self, name: &str, mut data: Value) -> String {
        let index = self.output.len();
        data["item_id"] = json!(item_id(index));
        data["output_index"] = json!(index);
        data["content_index"] = json!(0);
        self.event(name, data)
    }

    fn close(&mut self) -> String {
        let Some(words) = self.open.take() else { return String::new() };
        let index = self.output.len();
        let mut out = self.part("response.output_text.done", json!({"text": words, "logprobs": []}));
        out.push_str(&self.part("response.content_part.done", json!({"part": part(&words)})));
        out + &self.done(message(index, Some(&words), "completed"))
    }

    fn done(&mut self, item: Value) -> String {
        let index = self.output.len();
        self.output.push(item.clone());
        self.event("response.output_item.done", json!({"output_index": index, "item": item}))
    }

    fn call(&mut self, id: &str, name: &str, arguments: &str) -> String {
        let mut out = self.start() + &self.close();
        let index = self.output.len();
        let begun = call(index, id, name, "", "in_progress");
        out.push_str(&self.event("response.output_item.added", json!({"output_index": index, "item": begun})));
        let place = json!({"item_id": item_id(index), "output_index": index});
        let mut delta = place.clone();
        delta["delta"] = json!(arguments);
        let mut whole = place;
        whole["arguments"] = json!(arguments);
        out.push_str(&self.event("response.function_call_arguments.delta", delta));
        out.push_str(&self.event("response.function_call_arguments.done", whole));
        out + &self.done(call(index, id, name, arguments, "completed"))
    }
}

impl super::Wire for Stream {
    fn frames(&mut self, step: &Step) -> String {
        match step {
            Step::Text { text } => self.say(text),
            Step::ToolCall { id, name, arguments } => self.call(id, name, arguments),
            Step::Usage { input, output } => {
                self.usage = (*input, *output);
                String::new()
            }
            Step::Finish { reason } => {
                let mut out = self.start();
                out.push_str(&self.close());
                let status = if reason == "length" { "incomplete" } else { "completed" };
                let response = response(&self.model, status, &self.output, usage(self.usage));
                out + &self.event(&format!("response.{status}"), json!({"response": response}))
            }
            Step::Error { message, code } => {
                self.event("error", json!({"code": code, "message": message, "param": null}))
            }
            Step::Raw { text } => text.clone(),
            // Its thoughts are its own.
            Step::Reasoning { .. } => String::new(),
            Step::Wait { .. } | Step::Delay { .. } | Step::Cut | Step::Stall => String::new(),
        }
    }
}

pub(super) fn whole(model: &str, said: &Said<'_>) -> Value {
    let mut output = Vec::new();
    if !said.text.is_empty() {
        output.push(message(0, Some(&said.text), "completed"));
    }
    for (id, name, arguments) in &said.calls {
        output.push(call(output.len(), id, name, arguments, "completed"));
    }
    let status = if said.reason == "length" { "incomplete" } else { "completed" };
    response(model, status, &output, usage(said.usage))
}

fn response(model: &str, status: &str, output: &[Value], usage: Value) -> Value {
    json!({
        "id": ID, "object": "response", "created_at": CREATED, "status": status, "error": null,
        "incomplete_details": (status == "incomplete").then(|| json!({"reason": "max_output_tokens"})),
        "model": model, "output": output, "parallel_tool_calls": true, "store": false, "usage": usage,
    })
}

fn message(index: usize, words: Option<&str>, status: &str) -> Value {
    let content: Vec<Value> = words.map(part).into_iter().collect();
    json!({"id": item_id(index), "type": "message", "status": status, "role": "assistant", "content": content})
}

fn call(index: usize, id: &str, name: &str, arguments: &str, status: &str) -> Value {
    json!({
        "id": item_id(index), "type": "function_call", "status": status, "call_id": id, "name": name,
        "arguments": arguments,
    })
}

fn part(words: &str) -> Value {
    json!({"type": "output_text", "text": words, "annotations": [], "logprobs": []})
}

fn item_id(index: usize) -> String {
    format!("item_{index}")
}

fn usage((input, output): (u64, u64)) -> Value {
    json!({
        "input_tokens": input, "input_tokens_details": {"cached_tokens": 0},
        "output_tokens": output, "output_tokens_details": {"reasoning_tokens": 0}, "total_tokens": input + output,
    })
}
