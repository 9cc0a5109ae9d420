//! Deltas to lines.

use models::chat::{ChatDelta, TokenLogProb};
use models::run::{FinishReason, Usage};

use super::shape::{Line, Said, Shape, ToolCall};
use crate::answer::is_complete;
use crate::meta::AnswerMeta;
use crate::wire_out;

/// What must be remembered between deltas.
#[derive(Debug)]
pub(crate) struct Writer {
    meta: AnswerMeta,
    shape: Shape,
    /// Calls that are not written; the vendor sends each of them whole.
    calls: Vec<Call>,
    tokens: Vec<TokenLogProb>,
    finish: FinishReason,
    usage: Option<Usage>,
}

#[derive(Debug)]
struct Call {
    index: u32,
    id: String,
    name: String,
    arguments: String,
}

impl Writer {
    pub(crate) fn new(meta: AnswerMeta, shape: Shape) -> Self {
        Self { meta, shape, calls: Vec::new(), tokens: Vec::new(), finish: FinishReason::Other, usage: None }
    }

    pub(crate) fn push(&mut self, delta: &ChatDelta, out: &mut Vec<u8>) {
        match delta {
            // The vendor has no field for a refusal: its words are the answer.
            ChatDelta::Text { text } | ChatDelta::Refusal { text } => {
                let logprobs = std::mem::take(&mut self.tokens);
                self.line(Said { content: text, logprobs: &logprobs, ..Said::default() }, out);
            }
            ChatDelta::Reasoning { text } => self.line(Said { thinking: text, ..Said::default() }, out),
            ChatDelta::ToolCallStarted { index, id, name } => {
                self.write_complete_calls(out);
                let (id, name) = (id.clone(), name.clone());
                self.calls.push(Call { index: *index, id, name, arguments: String::new() });
            }
            ChatDelta::ToolCallArguments { index, text } => {
                if let Some(call) = self.calls.iter_mut().rev().find(|call| call.index == *index) {
                    call.arguments.push_str(text);
                }
            }
            ChatDelta::LogProbs { tokens } => self.tokens.extend_from_slice(tokens),
            ChatDelta::Usage { usage } => self.usage = Some(*usage),
            ChatDelta::Finished { reason } => self.finish = *reason,
            ChatDelta::Started { .. }
            | ChatDelta::ReasoningSignature { .. }
            | ChatDelta::EncryptedReasoning { .. }
            | ChatDelta::Image { .. }
            | ChatDelta::StopSequence { .. }
            | ChatDelta::Failed { .. } => {}
        }
    }

    /// The calls that are left and the last line with the counts.
    pub(crate) fn finish(&mut self, out: &mut Vec<u8>) {
        for call in std::mem::take(&mut self.calls) {
            self.call(&call, out);
        }
        let line = Line::new(self.shape, &self.meta, Said::default());
        wire_out::line(out, &line.done(self.finish, self.usage));
    }

    fn write_complete_calls(&mut self, out: &mut Vec<u8>) {
        while self.calls.first().is_some_and(|call| is_complete(&call.arguments)) {
            let call = self.calls.remove(0);
            self.call(&call, out);
        }
    }

    fn call(&self, call: &Call, out: &mut Vec<u8>) {
        let tool_calls = [ToolCall::new(call.index, &call.id, &call.name, &call.arguments)];
        self.line(Said { tool_calls: &tool_calls, ..Said::default() }, out);
    }

    fn line(&self, said: Said<'_>, out: &mut Vec<u8>) {
        wire_out::line(out, &Line::new(self.shape, &self.meta, said));
    }
}
