//! An answer on its way to the caller, put together again.

use dialects::{AnswerMeta, Dialect, ResponseEcho, StreamDecoder};
use models::chat::ChatDelta;
use models::run::{FinishReason, Usage};
use models::time::Time;

use super::ANSWER_BYTES_MAX;
use crate::gateway::ask::Ask;

/// Reads a stream as the caller gets it.
pub(super) struct Answered {
    decoder: Option<StreamDecoder>,
    deltas: Vec<ChatDelta>,
    bytes: usize,
}

impl Answered {
    pub(super) fn new(dialect: Dialect) -> Self {
        Self { decoder: Some(StreamDecoder::new(dialect)), deltas: Vec::new(), bytes: 0 }
    }

    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.bytes += bytes.len();
        // A stream repeats its frame for every word.
        if self.bytes > 16 * ANSWER_BYTES_MAX {
            self.decoder = None;
            self.deltas = Vec::new();
        }
        if let Some(decoder) = &mut self.decoder {
            decoder.push(bytes, &mut self.deltas);
        }
    }

    /// The whole answer with the counts of the ledger, if it may be given again.
    pub(super) fn whole(
        mut self,
        dialect: Dialect,
        (id, now): (String, Time),
        echo: ResponseEcho,
        usage: Usage,
    ) -> Option<Vec<u8>> {
        self.decoder?.end(&mut self.deltas).ok()?;
        if !may_repeat(&self.deltas) {
            return None;
        }
        let model = self.deltas.iter().find_map(|delta| match delta {
            ChatDelta::Started { model } => model.clone(),
            _ => None,
        });
        self.deltas.retain(|delta| !matches!(delta, ChatDelta::Usage { .. }));
        self.deltas.push(ChatDelta::Usage { usage });
        let meta = AnswerMeta {
            id: match dialect {
                Dialect::OpenAiChat => format!("chatcmpl-{id}"),
                Dialect::OpenAiResponses => format!("resp_{id}"),
                Dialect::AnthropicMessages => format!("msg_{id}"),
                Dialect::Ollama => String::new(),
            },
            model: model?,
            created: now.timestamp(),
            include_usage: true,
            input_tokens: usage.input_tokens,
            echo,
        };
        Some(dialects::encode_answer(dialect, &meta, &self.deltas))
    }
}

/// What a response repeats of its request.
pub(super) fn echo(ask: &Ask) -> ResponseEcho {
    match ask.dialect {
        Dialect::OpenAiResponses => ResponseEcho::read(&ask.body),
        Dialect::OpenAiChat | Dialect::AnthropicMessages | Dialect::Ollama => ResponseEcho::default(),
    }
}

/// Only words that the model has ended itself, or that its limit has: what a filter stopped may pass another time, and
/// a call of a tool is an act.
pub(super) fn may_repeat(deltas: &[ChatDelta]) -> bool {
    let ended =
        |delta: &ChatDelta| matches!(delta, ChatDelta::Finished { reason: FinishReason::Stop | FinishReason::Length });
    let acts = |delta: &ChatDelta| matches!(delta, ChatDelta::ToolCallStarted { .. } | ChatDelta::Failed { .. });
    deltas.iter().any(ended) && !deltas.iter().any(acts)
}
