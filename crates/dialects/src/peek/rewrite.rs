//! Changes to a body that is passed on: the pieces between them are the caller's own bytes.

use std::ops::Range;

use bytes::Bytes;

use super::{Peek, scan};
use crate::dialect::Dialect;

/// What to change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rewrite<'a> {
    /// The model's name at the vendor, where the caller wrote another.
    pub model: Option<&'a str>,
    /// Ask for token counts at the end of a stream of chat completions.
    pub include_usage: bool,
    /// Instructions before the caller's own.
    pub preamble: Option<&'a str>,
    /// For the responses: items of the conversation so far, as JSON with commas between them, to stand in the place of
    /// `previous_response_id`.
    pub earlier_input: Option<&'a str>,
}

/// The body with its changes, in pieces that share the memory of the caller's.
pub fn rewrite_request(body: &Bytes, peek: &Peek<'_>, rewrite: &Rewrite<'_>) -> Vec<Bytes> {
    let mut edits: Vec<Edit> = Vec::new();
    if let Some(model) = rewrite.model.filter(|model| *model != peek.model) {
        edits.push(Edit { place: peek.model_span.clone(), text: quoted(model) });
    }
    if rewrite.include_usage && peek.stream && peek.dialect == Dialect::OpenAiChat && peek.include_usage != Some(true) {
        edits.push(usage_edit(body, peek));
    }
    if let Some(preamble) = rewrite.preamble.filter(|preamble| !preamble.is_empty()) {
        edits.push(preamble_edit(body, peek, preamble));
    }
    if let Some(items) = rewrite.earlier_input {
        edits.extend(input_edit(body, peek, items));
        edits.extend(peek.fields.get("previous_response_id").map(|place| Edit { place, text: "null".to_owned() }));
    }
    // Two fields may be added at the same place.
    edits.sort_by_key(|edit| edit.place.start);
    pieces(body, edits)
}

/// Bytes to be put in the place of others.
struct Edit {
    place: Range<usize>,
    text: String,
}

fn pieces(body: &Bytes, edits: Vec<Edit>) -> Vec<Bytes> {
    let mut out = Vec::with_capacity(edits.len() * 2 + 1);
    let mut at = 0;
    for edit in edits {
        out.push(body.slice(at..edit.place.start));
        out.push(Bytes::from(edit.text));
        at = edit.place.end;
    }
    out.push(body.slice(at..));
    out.retain(|piece| !piece.is_empty());
    out
}

/// A new field before all others. There is at least one other: the model.
fn new_field(body: &[u8], name: &str, value: &str) -> Edit {
    let inside = body.iter().position(|byte| *byte == b'{').map_or(0, |brace| brace + 1);
    Edit { place: inside..inside, text: format!("\"{name}\":{value},") }
}

fn usage_edit(body: &[u8], peek: &Peek<'_>) -> Edit {
    let Some(options) = peek.fields.get("stream_options") else {
        return new_field(body, "stream_options", r#"{"include_usage":true}"#);
    };
    let value = &body[options.clone()];
    if let Some(usage) = scan::field_of(value, "include_usage") {
        return Edit { place: options.start + usage.start..options.start + usage.end, text: "true".to_owned() };
    }
    if !value.starts_with(b"{") {
        return Edit { place: options, text: r#"{"include_usage":true}"#.to_owned() };
    }
    let comma = if scan::is_empty_list(value) { "" } else { "," };
    Edit { place: options.start + 1..options.start + 1, text: format!("\"include_usage\":true{comma}") }
}

/// A text becomes an item after the earlier ones.
fn input_edit(body: &[u8], peek: &Peek<'_>, items: &str) -> Option<Edit> {
    if items.is_empty() {
        return None;
    }
    let input = peek.fields.get("input").filter(|input| body[input.start] == b'"');
    let Some(input) = input else { return Some(first_of(body, peek, "input", items)) };
    let text = std::str::from_utf8(&body[input.clone()]).ok()?;
    let text = format!(r#"[{items},{{"role":"user","content":{text}}}]"#);
    Some(Edit { place: input, text })
}

/// Instructions stand where the dialect has them: first in the conversation, or apart.
fn preamble_edit(body: &[u8], peek: &Peek<'_>, preamble: &str) -> Edit {
    let quoted = quoted(preamble);
    let message = format!(r#"{{"role":"system","content":{quoted}}}"#);
    let block = format!(r#"{{"type":"text","text":{quoted}}}"#);
    match peek.dialect {
        Dialect::OpenAiChat => first_of(body, peek, "messages", &message),
        Dialect::Ollama if peek.fields.get("messages").is_some() => first_of(body, peek, "messages", &message),
        // Of `/api/generate`.
        Dialect::Ollama => before(body, peek, "system", &quoted, &block),
        Dialect::AnthropicMessages => before(body, peek, "system", &quoted, &block),
        Dialect::OpenAiResponses => before(body, peek, "instructions", &quoted, &block),
    }
}

/// Puts an item at the beginning of a list, or makes the list.
fn first_of(body: &[u8], peek: &Peek<'_>, name: &str, item: &str) -> Edit {
    match peek.fields.get(name) {
        Some(list) if body[list.start] == b'[' => {
            let comma = if scan::is_empty_list(&body[list.clone()]) { "" } else { "," };
            Edit { place: list.start + 1..list.start + 1, text: format!("{item}{comma}") }
        }
        Some(other) => Edit { place: other, text: format!("[{item}]") },
        None => new_field(body, name, &format!("[{item}]")),
    }
}

/// Puts a text before a string, or a block before others.
fn before(body: &[u8], peek: &Peek<'_>, name: &str, quoted: &str, block: &str) -> Edit {
    let Some(value) = peek.fields.get(name) else { return new_field(body, name, quoted) };
    match body[value.start] {
        b'"' => {
            let words = &quoted[1..quoted.len() - 1];
            let gap = if value.len() > 2 { r"\n\n" } else { "" };
            Edit { place: value.start + 1..value.start + 1, text: format!("{words}{gap}") }
        }
        b'[' => first_of(body, peek, name, block),
        _ => Edit { place: value, text: quoted.to_owned() },
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
