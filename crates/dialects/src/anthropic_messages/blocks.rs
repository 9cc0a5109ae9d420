//! The beginnings of content blocks, which streams and whole messages share.

use models::chat::ChatDelta;

use super::wire::Block;
use crate::sink::Sink;

/// Numbers the tool calls of an answer: the vendor numbers all blocks together.
#[derive(Debug, Default)]
pub(super) struct ToolCalls {
    /// The block of each call.
    blocks: Vec<u32>,
}

impl ToolCalls {
    /// The call that a block is.
    pub(super) fn index_of(&self, block: u32) -> Option<u32> {
        let place = self.blocks.iter().rposition(|one| *one == block)?;
        u32::try_from(place).ok()
    }

    fn begin(&mut self, block: u32) -> u32 {
        self.blocks.push(block);
        u32::try_from(self.blocks.len() - 1).unwrap_or(u32::MAX)
    }
}

/// Blocks of other types, such as searches that the vendor does itself, are skipped.
pub(super) fn start(place: u32, block: Block, calls: &mut ToolCalls, sink: &mut Sink<'_>) {
    match block.r#type.as_str() {
        "text" => sink.text(block.text.unwrap_or_default()),
        "thinking" => sink.reasoning(block.thinking.unwrap_or_default()),
        "redacted_thinking" => sink.push(ChatDelta::EncryptedReasoning { data: block.data.unwrap_or_default() }),
        "tool_use" => {
            let index = calls.begin(place);
            sink.push(ChatDelta::ToolCallStarted {
                index,
                id: block.id.unwrap_or_else(|| format!("call_{index}")),
                name: block.name.unwrap_or_default(),
            });
        }
        _ => {}
    }
}
