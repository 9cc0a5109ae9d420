//! The pieces of an answer put together, for answers that are not streamed.

use models::chat::{ChatDelta, TokenLogProb};
use models::run::{FinishReason, Usage};

/// An answer. Neighbouring pieces of the same kind are one part.
#[derive(Debug, PartialEq)]
pub(crate) struct Answer {
    pub(crate) parts: Vec<Part>,
    pub(crate) usage: Option<Usage>,
    pub(crate) finish: FinishReason,
    pub(crate) stop_sequence: Option<String>,
}

#[derive(Debug, PartialEq)]
pub(crate) enum Part {
    Thought { text: String, signature: Option<String> },
    Encrypted(String),
    Text { text: String, logprobs: Vec<TokenLogProb> },
    Refusal { text: String, logprobs: Vec<TokenLogProb> },
    Call { index: u32, id: String, name: String, arguments: String },
    Image { media_type: String, base64: String },
}

impl Answer {
    /// Puts the pieces together.
    pub(crate) fn gather(deltas: &[ChatDelta]) -> Self {
        let mut answer = Self { parts: Vec::new(), usage: None, finish: FinishReason::Other, stop_sequence: None };
        let mut tokens = Vec::new();
        for delta in deltas {
            match delta {
                ChatDelta::Text { text } => answer.text(text, std::mem::take(&mut tokens)),
                ChatDelta::Refusal { text } => answer.refusal(text, std::mem::take(&mut tokens)),
                ChatDelta::Reasoning { text } => answer.thought(text),
                ChatDelta::ReasoningSignature { signature } => answer.signature(signature),
                ChatDelta::EncryptedReasoning { data } => answer.parts.push(Part::Encrypted(data.clone())),
                ChatDelta::ToolCallStarted { index, id, name } => answer.parts.push(Part::Call {
                    index: *index,
                    id: id.clone(),
                    name: name.clone(),
                    arguments: String::new(),
                }),
                ChatDelta::ToolCallArguments { index, text } => answer.arguments(*index, text),
                ChatDelta::Image { media_type, base64 } => {
                    answer.parts.push(Part::Image { media_type: media_type.clone(), base64: base64.clone() });
                }
                ChatDelta::LogProbs { tokens: more } => tokens.extend_from_slice(more),
                ChatDelta::StopSequence { text } => answer.stop_sequence = Some(text.clone()),
                ChatDelta::Usage { usage } => answer.usage = Some(*usage),
                ChatDelta::Finished { reason } => answer.finish = *reason,
                ChatDelta::Started { .. } | ChatDelta::Failed { .. } => {}
            }
        }
        answer
    }

    fn text(&mut self, more: &str, tokens: Vec<TokenLogProb>) {
        if let Some(Part::Text { text, logprobs }) = self.parts.last_mut() {
            text.push_str(more);
            logprobs.extend(tokens);
        } else {
            self.parts.push(Part::Text { text: more.to_owned(), logprobs: tokens });
        }
    }

    fn refusal(&mut self, more: &str, tokens: Vec<TokenLogProb>) {
        if let Some(Part::Refusal { text, logprobs }) = self.parts.last_mut() {
            text.push_str(more);
            logprobs.extend(tokens);
        } else {
            self.parts.push(Part::Refusal { text: more.to_owned(), logprobs: tokens });
        }
    }

    /// A signed thought has ended.
    fn thought(&mut self, more: &str) {
        if let Some(Part::Thought { text, signature: None }) = self.parts.last_mut() {
            text.push_str(more);
        } else {
            self.parts.push(Part::Thought { text: more.to_owned(), signature: None });
        }
    }

    /// A vendor may sign a thought that it does not show.
    fn signature(&mut self, proof: &str) {
        if !matches!(self.parts.last(), Some(Part::Thought { signature: None, .. })) {
            self.parts.push(Part::Thought { text: String::new(), signature: None });
        }
        if let Some(Part::Thought { signature, .. }) = self.parts.last_mut() {
            *signature = Some(proof.to_owned());
        }
    }

    fn arguments(&mut self, wanted: u32, more: &str) {
        for part in self.parts.iter_mut().rev() {
            if let Part::Call { index, arguments, .. } = part
                && *index == wanted
            {
                return arguments.push_str(more);
            }
        }
    }
}

/// Whether a call's arguments are all there: JSON that is complete cannot go on.
pub(crate) fn is_complete(arguments: &str) -> bool {
    arguments.ends_with('}') && serde_json::from_str::<serde::de::IgnoredAny>(arguments).is_ok()
}
