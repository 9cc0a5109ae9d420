//! Events to deltas.

use models::chat::ChatDelta;

use super::blocks::{self, ToolCalls};
use super::finish_reason;
use super::wire::{Delta, Event, EventKind, MessageStart, WireUsage};
use crate::dialect::Dialect;
use crate::errors;
use crate::sink::Sink;

/// What must be remembered between events.
#[derive(Debug, Default)]
pub(crate) struct Reader {
    calls: ToolCalls,
    usage: WireUsage,
    stop_reason: Option<String>,
}

impl Reader {
    /// The data of one event.
    pub(crate) fn event(&mut self, data: &[u8], sink: &mut Sink<'_>) {
        let Ok(event) = serde_json::from_slice::<Event<'_>>(data) else {
            if !is_unknown(data) {
                sink.fail(errors::garbage("an event that is not a part of a message"));
            }
            return;
        };
        match event.r#type.as_ref() {
            "message_start" => self.message_start(event.message, sink),
            "content_block_start" => {
                if let Some(start) = event.content_block {
                    blocks::start(event.index, start, &mut self.calls, sink);
                }
            }
            "content_block_delta" => {
                if let Some(delta) = event.delta {
                    self.block_delta(event.index, delta, sink);
                }
            }
            "message_delta" => self.message_delta(event.delta, event.usage, sink),
            "message_stop" => {
                sink.finish(finish_reason(self.stop_reason.as_deref()));
                sink.close();
            }
            "error" => sink.fail(errors::from_value(
                Dialect::AnthropicMessages,
                event.error.as_ref().unwrap_or(&serde_json::Value::Null),
            )),
            // `content_block_stop`, `ping`, and what the vendor adds later.
            _ => {}
        }
    }

    fn message_start(&mut self, message: Option<MessageStart>, sink: &mut Sink<'_>) {
        let (model, usage) = message.map_or((None, None), |message| (message.model, message.usage));
        sink.start(model);
        self.count(usage, sink);
    }

    fn block_delta(&mut self, block: u32, delta: Delta<'_>, sink: &mut Sink<'_>) {
        match delta.r#type.as_ref() {
            "text_delta" => sink.text(delta.text.unwrap_or_default()),
            "thinking_delta" => sink.reasoning(delta.thinking.unwrap_or_default()),
            "signature_delta" => {
                if let Some(signature) = delta.signature.filter(|signature| !signature.is_empty()) {
                    sink.push(ChatDelta::ReasoningSignature { signature });
                }
            }
            "input_json_delta" => {
                if let Some(index) = self.calls.index_of(block) {
                    sink.arguments(index, delta.partial_json.unwrap_or_default());
                }
            }
            _ => {}
        }
    }

    fn message_delta(&mut self, delta: Option<Delta<'_>>, usage: Option<WireUsage>, sink: &mut Sink<'_>) {
        if let Some(delta) = delta {
            self.stop_reason = delta.stop_reason.or(self.stop_reason.take());
            sink.stop_sequence(delta.stop_sequence);
            sink.refusal(delta.stop_details.and_then(|details| details.explanation).unwrap_or_default());
        }
        self.count(usage, sink);
    }

    fn count(&mut self, usage: Option<WireUsage>, sink: &mut Sink<'_>) {
        if let Some(usage) = usage {
            self.usage.update(usage);
            sink.usage(self.usage.read());
        }
    }
}

/// Whether an event that does not have our shape is one that the vendor added later.
fn is_unknown(data: &[u8]) -> bool {
    let Ok(event) = serde_json::from_slice::<EventKind>(data) else { return false };
    match event.r#type.as_str() {
        "content_block_start" => event.content_block.is_some_and(|block| {
            !matches!(block.r#type.as_str(), "text" | "thinking" | "redacted_thinking" | "tool_use")
        }),
        "content_block_delta" => event.delta.is_some_and(|delta| {
            !matches!(delta.r#type.as_str(), "text_delta" | "thinking_delta" | "signature_delta" | "input_json_delta")
        }),
        "message_start" | "message_delta" | "error" => false,
        _ => true,
    }
}
