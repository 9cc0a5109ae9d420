//! Deltas to events.

use models::chat::ChatDelta;
use models::run::{FinishReason, Usage};
use serde::Serialize;

use super::open_blocks::{OpenBlocks, WaitingKind};
use super::shapes::{Stop, WireUsage};
use crate::meta::AnswerMeta;
use crate::wire_out;

/// What must be remembered between deltas.
#[derive(Debug)]
pub(crate) struct Writer {
    meta: AnswerMeta,
    started: bool,
    blocks: OpenBlocks,
    refusal: String,
    stop_sequence: Option<String>,
    finish: FinishReason,
    usage: Option<Usage>,
}

#[derive(Serialize)]
struct MessageStart<'a> {
    r#type: &'static str,
    message: Message<'a>,
}

#[derive(Serialize)]
struct Message<'a> {
    id: &'a str,
    r#type: &'static str,
    role: &'static str,
    model: &'a str,
    content: [(); 0],
    stop_reason: Option<()>,
    stop_sequence: Option<()>,
    usage: WireUsage,
}

#[derive(Serialize)]
struct MessageDelta<'a> {
    r#type: &'static str,
    delta: Stop<'a>,
    usage: WireUsage,
}

#[derive(Serialize)]
struct MessageStop {
    r#type: &'static str,
}

impl Writer {
    pub(crate) fn new(meta: AnswerMeta) -> Self {
        Self {
            meta,
            started: false,
            blocks: OpenBlocks::default(),
            refusal: String::new(),
            stop_sequence: None,
            finish: FinishReason::Other,
            usage: None,
        }
    }

    pub(crate) fn push(&mut self, delta: &ChatDelta, out: &mut Vec<u8>) {
        self.start(out);
        match delta {
            ChatDelta::Text { text } => self.blocks.append(WaitingKind::Text, text),
            ChatDelta::Reasoning { text } => self.blocks.append(WaitingKind::Thinking, text),
            ChatDelta::ReasoningSignature { signature } => self.blocks.sign(signature),
            ChatDelta::EncryptedReasoning { data } => self.blocks.begin(WaitingKind::Redacted(data.clone())),
            ChatDelta::ToolCallStarted { index, id, name } => {
                self.blocks.begin(WaitingKind::ToolUse { index: *index, id: id.clone(), name: name.clone() });
            }
            ChatDelta::ToolCallArguments { index, text } => self.blocks.arguments(*index, text),
            ChatDelta::Refusal { text } => self.refusal.push_str(text),
            ChatDelta::StopSequence { text } => self.stop_sequence = Some(text.clone()),
            ChatDelta::Usage { usage } => self.usage = Some(*usage),
            ChatDelta::Finished { reason } => self.finish = *reason,
            ChatDelta::Started { .. }
            | ChatDelta::Image { .. }
            | ChatDelta::LogProbs { .. }
            | ChatDelta::Failed { .. } => {}
        }
        self.blocks.write(out);
    }

    /// The end of the last block, why the answer ended with its counts, and the end mark.
    pub(crate) fn finish(&mut self, out: &mut Vec<u8>) {
        self.blocks.close(out);
        let stop = Stop::new(self.finish, self.stop_sequence.as_deref(), &self.refusal);
        let usage = self.usage.unwrap_or_default().into();
        wire_out::named_event(out, "message_delta", &MessageDelta { r#type: "message_delta", delta: stop, usage });
        wire_out::named_event(out, "message_stop", &MessageStop { r#type: "message_stop" });
    }

    /// The vendor knows the prompt's tokens at the start. We mostly learn them at the end, where they are told again.
    fn start(&mut self, out: &mut Vec<u8>) {
        if std::mem::replace(&mut self.started, true) {
            return;
        }
        let usage = Usage { input_tokens: self.meta.input_tokens, ..Usage::default() };
        let message = Message {
            id: &self.meta.id,
            r#type: "message",
            role: "assistant",
            model: &self.meta.model,
            content: [],
            stop_reason: None,
            stop_sequence: None,
            usage: usage.into(),
        };
        wire_out::named_event(out, "message_start", &MessageStart { r#type: "message_start", message });
    }
}
