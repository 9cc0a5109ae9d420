//! The keys of an event, read without parsing it: which events must be parsed, and how many words it has.

use memchr::memchr2;

use crate::dialect::Dialect;

/// What the keys of an event tell.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Told {
    /// It may hold counts, an error, the finish or the end mark, or is not JSON.
    pub(crate) ends: bool,
    /// It holds a piece of a tool call.
    pub(crate) call: bool,
    /// It holds a piece of a refusal.
    pub(crate) refusal: bool,
    /// It names the model that answers.
    pub(crate) model: bool,
    /// Bytes of its words, thoughts and arguments, as they are escaped.
    pub(crate) text_bytes: u64,
}

/// Looks at the data of an event. Words of the model cannot be taken for keys: they are inside strings.
pub(crate) fn look(dialect: Dialect, event: &[u8]) -> Told {
    let event = event.trim_ascii();
    if !(event.starts_with(b"{") && event.ends_with(b"}")) {
        return Told { ends: true, ..Told::default() };
    }
    let mut told = Told::default();
    let mut at = 0;
    while let Some((key, end)) = next_string(event, at) {
        at = end;
        let Some(value) = value_after(&event[end..]) else { continue };
        told.ends |= is_telling(key, value);
        told.call |= is_call(key, value);
        told.refusal |= is_refusal(key, value);
        told.model |= key == b"model" && value.starts_with(b"\"");
        if is_words(dialect, key)
            && let Some((words, _)) = value.starts_with(b"\"").then(|| next_string(value, 0)).flatten()
        {
            told.text_bytes += words.len() as u64;
        }
    }
    told
}

/// Whether a chunk has counts and an empty list of choices.
pub(crate) fn is_counts_only(event: &[u8]) -> bool {
    let (mut no_choices, mut counts) = (false, false);
    let mut at = 0;
    while let Some((key, end)) = next_string(event, at) {
        at = end;
        let Some(value) = value_after(&event[end..]) else { continue };
        match key {
            b"choices" => {
                no_choices |= value.strip_prefix(b"[").is_some_and(|list| list.trim_ascii_start().starts_with(b"]"))
            }
            b"usage" => counts |= value.starts_with(b"{"),
            _ => {}
        }
    }
    no_choices && counts
}

/// Most strings of an event are shorter than what a vectorised search costs to begin.
const SHORT_BYTES: usize = 24;

/// The next string from a place outside of strings on, and the place after it.
fn next_string(json: &[u8], from: usize) -> Option<(&[u8], usize)> {
    let start = from + json.get(from..)?.iter().position(|byte| *byte == b'"')? + 1;
    let mut at = start;
    loop {
        let found = at + string_break(json.get(at..)?)?;
        if json[found] == b'"' {
            return Some((&json[start..found], found + 1));
        }
        at = found + 2;
    }
}

/// Where the first quote or backslash is.
fn string_break(rest: &[u8]) -> Option<usize> {
    let (head, tail) = rest.split_at(rest.len().min(SHORT_BYTES));
    let in_head = head.iter().position(|byte| matches!(byte, b'"' | b'\\'));
    in_head.or_else(|| memchr2(b'"', b'\\', tail).map(|found| head.len() + found))
}

/// What follows a string if it is a key.
fn value_after(rest: &[u8]) -> Option<&[u8]> {
    Some(rest.trim_ascii_start().strip_prefix(b":")?.trim_ascii_start())
}

fn is_telling(key: &[u8], value: &[u8]) -> bool {
    match key {
        b"usage" | b"error" | b"finish_reason" | b"stop_reason" => !value.starts_with(b"null"),
        b"done" => value.starts_with(b"true"),
        b"type" => [
            b"\"message_stop\"".as_slice(),
            b"\"message_delta\"",
            b"\"error\"",
            b"\"response.completed\"",
            b"\"response.incomplete\"",
            b"\"response.failed\"",
        ]
        .iter()
        .any(|one| value.starts_with(one)),
        _ => false,
    }
}

/// The empty list says that there is none.
fn is_call(key: &[u8], value: &[u8]) -> bool {
    match key {
        b"tool_calls" => value.strip_prefix(b"[").is_some_and(|list| !list.trim_ascii_start().starts_with(b"]")),
        b"type" => value.starts_with(b"\"function_call\""),
        _ => false,
    }
}

fn is_refusal(key: &[u8], value: &[u8]) -> bool {
    match key {
        b"refusal" => value.starts_with(b"\"") && !value.starts_with(b"\"\""),
        b"type" => value.starts_with(b"\"response.refusal.delta\""),
        _ => false,
    }
}

fn is_words(dialect: Dialect, key: &[u8]) -> bool {
    match dialect {
        Dialect::OpenAiChat => {
            matches!(key, b"content" | b"reasoning_content" | b"reasoning" | b"refusal" | b"arguments" | b"thinking")
        }
        Dialect::AnthropicMessages => matches!(key, b"text" | b"thinking" | b"partial_json"),
        Dialect::Ollama => matches!(key, b"content" | b"thinking" | b"response"),
        // The other events repeat what the deltas said.
        Dialect::OpenAiResponses => key == b"delta",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_and_are_no_keys() {
        let event = br#"{"choices":[{"delta":{"content":"say \"usage\": 1","tool_calls":[]}}],"usage" : null}"#;
        let told = Told { text_bytes: 16, ..Told::default() };
        assert_eq!(look(Dialect::OpenAiChat, event), told);
    }

    #[test]
    fn what_is_not_an_object_is_parsed() {
        for event in [b"[DONE]".as_slice(), b"", b"upstream error", b"{\"cut"] {
            assert!(look(Dialect::OpenAiChat, event).ends);
        }
    }
}
