//! Answers that were not streamed.

use models::chat::{ChatDelta, VendorError};

use super::blocks::{self, ToolCalls};
use super::finish_reason;
use super::wire::{Block, Message};
use crate::dialect::Dialect;
use crate::errors;
use crate::sink::{Sink, collect};

/// Reads a message.
pub(crate) fn whole(body: &[u8]) -> Result<Vec<ChatDelta>, VendorError> {
    let not_a_message = || errors::garbage("an answer that is not a message");
    let mut message: Message = serde_json::from_slice(body).map_err(|_| not_a_message())?;
    if let Some(error) = message.error {
        return Err(errors::from_value(Dialect::AnthropicMessages, &error));
    }
    let blocks = message.content.take().ok_or_else(not_a_message)?;
    collect(|sink| read(message, blocks, sink))
}

fn read(message: Message, blocks: Vec<Block>, sink: &mut Sink<'_>) {
    sink.start(message.model);
    let mut calls = ToolCalls::default();
    for (place, block) in (0..).zip(blocks) {
        read_block(place, block, &mut calls, sink);
    }
    sink.refusal(message.stop_details.and_then(|details| details.explanation).unwrap_or_default());
    sink.stop_sequence(message.stop_sequence);
    if let Some(usage) = message.usage {
        sink.usage(usage.read());
    }
    sink.finish(finish_reason(message.stop_reason.as_deref()));
}

fn read_block(place: u32, mut block: Block, calls: &mut ToolCalls, sink: &mut Sink<'_>) {
    let (signature, input) = (block.signature.take(), block.input.take());
    blocks::start(place, block, calls, sink);
    if let Some(signature) = signature.filter(|signature| !signature.is_empty()) {
        sink.push(ChatDelta::ReasoningSignature { signature });
    }
    if let (Some(index), Some(input)) = (calls.index_of(place), input) {
        sink.arguments(index, Box::<str>::from(input).into_string());
    }
}
