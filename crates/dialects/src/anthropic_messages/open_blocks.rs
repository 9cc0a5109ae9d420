//! The blocks of a streamed message, of which one at a time is open on the wire.
//!
//! Other dialects interleave parallel tool calls. A block waits until those before it are complete; a call is complete
//! when its arguments are complete JSON, or when the answer ends.

use std::collections::VecDeque;

use serde::Serialize;

use super::shapes::Block;
use crate::answer::is_complete;
use crate::encode::Arguments;
use crate::wire_out;

/// Blocks that are not complete; the first is open once it is written.
#[derive(Debug, Default)]
pub(super) struct OpenBlocks {
    blocks: VecDeque<Waiting>,
    /// The place of the first in the message.
    first: u32,
}

#[derive(Debug)]
struct Waiting {
    kind: WaitingKind,
    is_open: bool,
    /// What is not written yet.
    pending: String,
    /// All arguments of a call so far.
    arguments: String,
    /// A proof that is not written yet.
    signature: Option<String>,
    /// Whether the thought has ended with its proof.
    is_signed: bool,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum WaitingKind {
    Text,
    Thinking,
    Redacted(String),
    ToolUse { index: u32, id: String, name: String },
}

#[derive(Serialize)]
struct BlockStart<'a> {
    r#type: &'static str,
    index: u32,
    content_block: Block<'a>,
}

#[derive(Serialize)]
struct BlockDelta<'a> {
    r#type: &'static str,
    index: u32,
    delta: Delta<'a>,
}

#[derive(Serialize)]
#[serde(tag = "type")]
enum Delta<'a> {
    #[serde(rename = "text_delta")]
    Text { text: &'a str },
    #[serde(rename = "thinking_delta")]
    Thinking { thinking: &'a str },
    #[serde(rename = "signature_delta")]
    Signature { signature: &'a str },
    #[serde(rename = "input_json_delta")]
    Input { partial_json: &'a str },
}

#[derive(Serialize)]
struct BlockStop {
    r#type: &'static str,
    index: u32,
}

impl OpenBlocks {
    /// Begins a block at the end of the message.
    pub(super) fn begin(&mut self, kind: WaitingKind) {
        self.blocks.push_back(Waiting {
            kind,
            is_open: false,
            pending: String::new(),
            arguments: String::new(),
            signature: None,
            is_signed: false,
        });
    }

    /// Appends words or thoughts to the last block, if it is of their kind and not signed, else to a new one.
    pub(super) fn append(&mut self, kind: WaitingKind, text: &str) {
        if !self.blocks.back().is_some_and(|last| last.kind == kind && !last.is_signed) {
            self.begin(kind);
        }
        if let Some(last) = self.blocks.back_mut() {
            last.pending.push_str(text);
        }
    }

    /// Signs the thought that just ended, or one that the vendor does not show.
    pub(super) fn sign(&mut self, signature: &str) {
        self.append(WaitingKind::Thinking, "");
        if let Some(last) = self.blocks.back_mut() {
            last.signature = Some(signature.to_owned());
            last.is_signed = true;
        }
    }

    /// Appends arguments to a call. Those of a call that is complete can only be white space.
    pub(super) fn arguments(&mut self, wanted: u32, text: &str) {
        for block in self.blocks.iter_mut().rev() {
            if matches!(block.kind, WaitingKind::ToolUse { index, .. } if index == wanted) {
                block.pending.push_str(text);
                block.arguments.push_str(text);
                return;
            }
        }
    }

    /// Writes what can be written.
    pub(super) fn write(&mut self, out: &mut Vec<u8>) {
        while let Some(first) = self.blocks.front_mut() {
            first.write(self.first, out);
            if self.blocks.len() == 1 || !self.is_first_complete() {
                return;
            }
            self.stop_first(out);
        }
    }

    /// Writes the rest of all blocks and their ends.
    pub(super) fn close(&mut self, out: &mut Vec<u8>) {
        while let Some(first) = self.blocks.front_mut() {
            first.write(self.first, out);
            self.stop_first(out);
        }
    }

    fn is_first_complete(&self) -> bool {
        self.blocks.front().is_some_and(|first| match first.kind {
            WaitingKind::ToolUse { .. } => is_complete(&first.arguments),
            WaitingKind::Text | WaitingKind::Thinking | WaitingKind::Redacted(_) => true,
        })
    }

    fn stop_first(&mut self, out: &mut Vec<u8>) {
        let stop = BlockStop { r#type: "content_block_stop", index: self.first };
        wire_out::named_event(out, "content_block_stop", &stop);
        self.blocks.pop_front();
        self.first += 1;
    }
}

impl Waiting {
    fn write(&mut self, index: u32, out: &mut Vec<u8>) {
        if !std::mem::replace(&mut self.is_open, true) {
            let start = BlockStart { r#type: "content_block_start", index, content_block: self.beginning() };
            wire_out::named_event(out, "content_block_start", &start);
        }
        if !self.pending.is_empty() {
            delta(index, self.pending_delta(), out);
            self.pending.clear();
        }
        if let Some(signature) = self.signature.take() {
            delta(index, Delta::Signature { signature: &signature }, out);
        }
    }

    fn beginning(&self) -> Block<'_> {
        match &self.kind {
            WaitingKind::Text => Block::Text { text: "" },
            WaitingKind::Thinking => Block::Thinking { thinking: "", signature: "" },
            WaitingKind::Redacted(data) => Block::RedactedThinking { data },
            WaitingKind::ToolUse { id, name, .. } => Block::ToolUse { id, name, input: Arguments::read("") },
        }
    }

    fn pending_delta(&self) -> Delta<'_> {
        match self.kind {
            WaitingKind::Text => Delta::Text { text: &self.pending },
            WaitingKind::Thinking | WaitingKind::Redacted(_) => Delta::Thinking { thinking: &self.pending },
            WaitingKind::ToolUse { .. } => Delta::Input { partial_json: &self.pending },
        }
    }
}

fn delta(index: u32, delta: Delta<'_>, out: &mut Vec<u8>) {
    let event = BlockDelta { r#type: "content_block_delta", index, delta };
    wire_out::named_event(out, "content_block_delta", &event);
}
