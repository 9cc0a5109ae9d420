//! Events to deltas.

use models::chat::ChatDelta;

use super::ended::{self, Held};
use super::wire::{Event, EventKind, Item};
use crate::dialect::Dialect;
use crate::sealed::Sealed;
use crate::sink::Sink;
use crate::{errors, logprobs};

/// What must be remembered between events.
#[derive(Debug, Default)]
pub(crate) struct Reader {
    /// The output item of each call.
    call_items: Vec<u32>,
    held: Held,
}

impl Reader {
    /// The data of one event.
    pub(crate) fn event(&mut self, data: &[u8], sink: &mut Sink<'_>) {
        let Ok(event) = serde_json::from_slice::<Event<'_>>(data) else {
            if !is_unknown(data) {
                sink.fail(errors::garbage("an event that is not a part of a response"));
            }
            return;
        };
        let delta = event.delta.unwrap_or_default();
        match event.r#type.as_ref() {
            "response.created" => sink.start(event.response.and_then(|response| response.model)),
            "response.output_text.delta" => {
                sink.log_probs(logprobs::read(event.logprobs));
                sink.text(delta);
            }
            "response.reasoning_summary_text.delta" | "response.reasoning_text.delta" => sink.reasoning(delta),
            "response.reasoning_summary_part.added" if event.summary_index > 0 => sink.reasoning("\n\n".to_owned()),
            "response.refusal.delta" => {
                self.held.refusal = true;
                sink.refusal(delta);
            }
            "response.function_call_arguments.delta" => {
                if let Some(place) = self.call_items.iter().rposition(|item| *item == event.output_index) {
                    sink.arguments(u32::try_from(place).unwrap_or(u32::MAX), delta);
                }
            }
            "response.output_item.added" => {
                if let Some(item) = event.item.filter(|item| item.r#type == "function_call") {
                    self.call_items.push(event.output_index);
                    call_started(item, &mut self.held, sink);
                }
            }
            "response.output_item.done" => {
                if let Some(item) = event.item {
                    item_done(item, sink);
                }
            }
            "response.completed" | "response.incomplete" | "response.failed" => {
                match &event.response {
                    Some(response) => ended::tell(response, &self.held, sink),
                    None => sink.fail(errors::garbage("an end without its response")),
                }
                sink.close();
            }
            "error" => {
                let error = serde_json::from_slice(data).unwrap_or_default();
                sink.fail(errors::from_value(Dialect::OpenAiResponses, &error));
            }
            // Repetitions of what the deltas said, and what the vendor adds later.
            _ => {}
        }
    }
}

/// Whether an event that does not have our shape is one that the vendor added later. Some servers that speak this
/// dialect close like those of the chat completions.
fn is_unknown(data: &[u8]) -> bool {
    let Ok(event) = serde_json::from_slice::<EventKind>(data) else { return data.trim_ascii() == b"[DONE]" };
    match event.r#type.as_str() {
        "response.output_item.added" | "response.output_item.done" => {
            event.item.is_some_and(|item| !is_known_item(&item.r#type))
        }
        "response.created" | "response.completed" | "response.incomplete" | "response.failed" => false,
        "response.output_text.delta"
        | "response.reasoning_summary_text.delta"
        | "response.reasoning_text.delta"
        | "response.refusal.delta"
        | "response.function_call_arguments.delta" => false,
        _ => true,
    }
}

/// Whether we read items of this type.
pub(super) fn is_known_item(kind: &str) -> bool {
    matches!(kind, "message" | "reasoning" | "function_call" | "image_generation_call")
}

/// Tells that a call begins.
pub(super) fn call_started(item: Item, held: &mut Held, sink: &mut Sink<'_>) {
    let index = held.calls;
    held.calls = held.calls.saturating_add(1);
    let id = item.call_id.or(item.id).unwrap_or_else(|| format!("call_{index}"));
    sink.push(ChatDelta::ToolCallStarted { index, id, name: item.name.unwrap_or_default() });
}

/// Tells what only a complete item has: pictures and encrypted thoughts.
pub(super) fn item_done(item: Item, sink: &mut Sink<'_>) {
    match (item.r#type.as_str(), item.encrypted_content, item.result) {
        ("reasoning", Some(encrypted_content), _) => {
            let id = item.id.unwrap_or_default();
            sink.push(Sealed::from_responses(&id, &encrypted_content).into_delta());
        }
        ("image_generation_call", _, Some(base64)) => {
            let media_type = format!("image/{}", item.output_format.as_deref().unwrap_or("png"));
            sink.push(ChatDelta::Image { media_type, base64 });
        }
        _ => {}
    }
}
