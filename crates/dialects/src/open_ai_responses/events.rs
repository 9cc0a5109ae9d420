//! The events of a stream, numbered.

use serde::Serialize;

use super::items::{WireItem, WirePart};
use super::shapes::Response;
use crate::logprobs::WireToken;
use crate::refuse::OpenAiError;
use crate::wire_out;

/// Every event has a type, a number and some of the other fields.
#[derive(Default, Serialize)]
pub(super) struct Event<'a> {
    pub(super) r#type: &'static str,
    pub(super) sequence_number: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) output_index: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) item_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) content_index: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) summary_index: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) delta: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) refusal: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) arguments: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) logprobs: Option<Vec<WireToken<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) part: Option<WirePart<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) item: Option<WireItem<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) response: Option<Response<'a>>,
    /// Raised by OpenAI's libraries.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) error: Option<OpenAiError<'a>>,
}

/// Writes events and counts them.
#[derive(Debug, Default)]
pub(super) struct Events {
    pub(super) written: u64,
}

impl Events {
    /// Appends an event of this type.
    pub(super) fn write(&mut self, r#type: &'static str, event: Event<'_>, out: &mut Vec<u8>) {
        let event = Event { r#type, sequence_number: self.written, ..event };
        self.written += 1;
        wire_out::named_event(out, r#type, &event);
    }
}
