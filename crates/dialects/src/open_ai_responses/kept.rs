//! Conversations that are kept between calls.

use std::borrow::Cow;
use std::collections::BTreeMap;

use memchr::memmem;
use serde::Deserialize;
use serde_json::value::{RawValue, to_raw_value};

use crate::sealed::Sealed;
use crate::sse::SseFrames;

/// An answer that a later call may go on from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FinishedResponse {
    /// Its id.
    pub id: String,
    /// The response object, as it was written.
    pub body: String,
}

/// Finds the finished answer among the events of a stream. How the bytes are cut into pieces makes no difference.
#[derive(Debug, Default)]
pub struct ResponseFinder {
    frames: SseFrames,
}

impl ResponseFinder {
    /// Sees the next bytes. An event that is too long to be kept is passed over.
    pub fn push(&mut self, bytes: &[u8]) -> Option<FinishedResponse> {
        let mut found = None;
        if self.frames.push(bytes, |event| found = of_event(event).or(found.take())).is_err() {
            self.frames = SseFrames::default();
        }
        found
    }

    /// The stream has ended: sees what a server that forgets the last empty line has left.
    pub fn finish(&mut self) -> Option<FinishedResponse> {
        let mut found = None;
        match self.frames.finish(|event| found = of_event(event).or(found.take())) {
            Ok(()) => found,
            Err(_) => None,
        }
    }
}

/// Reads an answer that is not streamed. `None`: it is not finished, or it has no id.
pub fn finished_response(body: &[u8]) -> Option<FinishedResponse> {
    #[derive(Deserialize)]
    struct Head<'a> {
        #[serde(borrow)]
        id: Cow<'a, str>,
        #[serde(borrow)]
        status: Option<Cow<'a, str>>,
    }
    let head: Head<'_> = serde_json::from_slice(body).ok()?;
    if !matches!(head.status.as_deref(), None | Some("completed" | "incomplete")) || head.id.is_empty() {
        return None;
    }
    Some(FinishedResponse { id: head.id.into_owned(), body: std::str::from_utf8(body).ok()?.to_owned() })
}

fn of_event(event: &[u8]) -> Option<FinishedResponse> {
    #[derive(Deserialize)]
    struct Event<'a> {
        #[serde(rename = "type", borrow)]
        kind: Cow<'a, str>,
        #[serde(borrow)]
        response: Option<&'a RawValue>,
    }
    // Most events are pieces of words, and need not be parsed.
    memmem::find(event, br#""response.completed""#).or_else(|| memmem::find(event, br#""response.incomplete""#))?;
    let event: Event<'_> = serde_json::from_slice(event).ok()?;
    let ends = matches!(&*event.kind, "response.completed" | "response.incomplete");
    event.response.filter(|_| ends).and_then(|response| finished_response(response.get().as_bytes()))
}

/// The items of a conversation after an answer: those that were sent, and the answer's own. Both are JSON with commas
/// between the items.
pub fn after_response(sent: &str, response: &str) -> serde_json::Result<String> {
    #[derive(Deserialize)]
    struct Body<'a> {
        #[serde(borrow)]
        output: Vec<&'a RawValue>,
    }
    let body: Body<'_> = serde_json::from_str(response)?;
    let sent = (!sent.is_empty()).then_some(sent);
    let items: Vec<&str> = sent.into_iter().chain(body.output.iter().map(|item| item.get())).collect();
    Ok(items.join(","))
}

/// The same items as a vendor takes them who may not have made them: without ids, by which it would look for its own,
/// and without thoughts that it cannot read.
pub fn items_for_any_vendor(items: &str) -> serde_json::Result<String> {
    let list = format!("[{items}]");
    let items: Vec<&RawValue> = serde_json::from_str(&list)?;
    let mut kept = Vec::with_capacity(items.len());
    for item in items {
        kept.extend(for_any_vendor(item.get())?);
    }
    Ok(kept.join(","))
}

/// An item as every vendor takes it; `None` where only its maker could read it.
fn for_any_vendor(item: &str) -> serde_json::Result<Option<Cow<'_, str>>> {
    let mut fields: BTreeMap<Cow<'_, str>, Cow<'_, RawValue>> = serde_json::from_str(item)?;
    let text = |name: &str| fields.get(name).and_then(|value| serde_json::from_str::<String>(value.get()).ok());
    match text("type").as_deref() {
        None | Some("message" | "function_call" | "function_call_output") if fields.contains_key("id") => {
            fields.remove("id");
        }
        Some("reasoning") => {
            let (id, content) = (text("id").unwrap_or_default(), text("encrypted_content").unwrap_or_default());
            match Sealed::from_responses(&id, &content) {
                Sealed::OpenAi(thought) if !content.is_empty() => {
                    fields.insert("id".into(), Cow::Owned(to_raw_value(&thought.id)?));
                    let content = to_raw_value(&thought.encrypted_content)?;
                    fields.insert("encrypted_content".into(), Cow::Owned(content));
                }
                Sealed::OpenAi(_) | Sealed::Signature(_) | Sealed::Redacted(_) => return Ok(None),
            }
        }
        _ => return Ok(Some(item.into())),
    }
    serde_json::to_string(&fields).map(|item| Some(item.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const RESPONSE: &str = r#"{"id":"resp_1","status":"completed","output":[{"type":"message"}, {"type":"x"}]}"#;

    #[test]
    fn the_finished_answer_is_found_wherever_a_stream_is_cut() {
        let words = r#"{"type":"response.output_text.delta","delta":"\"response.completed\""}"#;
        let begun = r#"{"type":"response.created","response":{"id":"resp_1","status":"in_progress"}}"#;
        let stream = format!(
            "data: {begun}\n\ndata: {words}\n\nevent: response.completed\n\
             data: {{\"response\":{RESPONSE},\"type\":\"response.completed\"}}\n\n"
        );
        let expected = FinishedResponse { id: "resp_1".into(), body: RESPONSE.into() };
        for size in 1..stream.len() {
            let mut finder = ResponseFinder::default();
            let found: Vec<_> = stream.as_bytes().chunks(size).filter_map(|bytes| finder.push(bytes)).collect();
            assert_eq!(found, std::slice::from_ref(&expected), "in pieces of {size}");
        }
        let mut finder = ResponseFinder::default();
        assert_eq!(finder.push(stream.trim_end().as_bytes()), None);
        assert_eq!(finder.finish(), Some(expected));
    }

    #[test]
    fn an_answer_that_failed_or_has_not_ended_is_not_kept() {
        for status in ["failed", "in_progress", "queued", "cancelled"] {
            assert_eq!(finished_response(format!(r#"{{"id":"resp_1","status":"{status}"}}"#).as_bytes()), None);
        }
        assert_eq!(finished_response(br#"{"id":"","status":"completed"}"#), None);
        assert_eq!(finished_response(b"[]"), None);
    }

    #[test]
    fn the_answers_items_follow_those_that_were_sent() {
        let items = after_response(r#"{"role":"user"}"#, RESPONSE).unwrap();
        assert_eq!(items, r#"{"role":"user"},{"type":"message"},{"type":"x"}"#);
        assert_eq!(after_response("", RESPONSE).unwrap(), r#"{"type":"message"},{"type":"x"}"#);
        assert!(after_response("", "{}").is_err());
    }

    #[test]
    fn another_vendor_gets_no_ids_and_no_thoughts_that_it_cannot_read() {
        let items = concat!(
            r#"{"role":"user","content":"hi"},"#,
            r#"{"type":"reasoning","id":"rs_1","summary":[]},"#,
            r#"{"type":"reasoning","id":"rs_2","summary":[],"encrypted_content":"anthropic-signature:Eq"},"#,
            r#"{"type":"reasoning","id":"rs_3","summary":[],"encrypted_content":"openai-item:rs_9:gAA"},"#,
            r#"{"type":"message","id":"msg_1","role":"assistant","content":"well"},"#,
            r#"{"type":"function_call","id":"fc_1","call_id":"a","name":"f","arguments":"{}"},"#,
            r#"{"type":"web_search_call","id":"ws_1"}"#
        );
        let expected = concat!(
            r#"{"role":"user","content":"hi"},"#,
            r#"{"encrypted_content":"gAA","id":"rs_9","summary":[],"type":"reasoning"},"#,
            r#"{"content":"well","role":"assistant","type":"message"},"#,
            r#"{"arguments":"{}","call_id":"a","name":"f","type":"function_call"},"#,
            r#"{"type":"web_search_call","id":"ws_1"}"#
        );
        assert_eq!(items_for_any_vendor(items).unwrap(), expected);
        assert_eq!(items_for_any_vendor("").unwrap(), "");
    }
}
