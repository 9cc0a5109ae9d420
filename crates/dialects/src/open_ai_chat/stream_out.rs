//! Deltas to chunks.

use models::chat::{ChatDelta, TokenLogProb};
use models::run::Usage;
use serde::Serialize;

use super::shapes::{Detail, ImagePart, LogProbs, WireUsage, finish_reason};
use crate::meta::AnswerMeta;
use crate::sealed::Sealed;
use crate::wire_out;

/// What must be remembered between deltas.
#[derive(Debug)]
pub(crate) struct Writer {
    meta: AnswerMeta,
    started: bool,
    refused: bool,
    /// The thought whose proof has not come.
    thought: String,
    details: usize,
    images: usize,
    tokens: Vec<TokenLogProb>,
    /// Calls that have no arguments yet.
    bare_calls: Vec<u32>,
    usage: Option<Usage>,
}

#[derive(Serialize)]
struct Chunk<'a> {
    id: &'a str,
    object: &'static str,
    created: i64,
    model: &'a str,
    choices: &'a [Choice<'a>],
    /// With `include_usage` every chunk has it, and all but the last have null.
    #[serde(skip_serializing_if = "Option::is_none")]
    usage: Option<Option<WireUsage>>,
}

#[derive(Default, Serialize)]
struct Choice<'a> {
    index: u32,
    delta: Delta<'a>,
    logprobs: Option<LogProbs<'a>>,
    finish_reason: Option<&'static str>,
}

#[derive(Default, Serialize)]
struct Delta<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    refusal: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reasoning_content: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reasoning_details: Option<[Detail<'a>; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tool_calls: Option<[ToolCall<'a>; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    images: Option<[ImagePart; 1]>,
}

#[derive(Serialize)]
struct ToolCall<'a> {
    index: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    r#type: Option<&'static str>,
    function: Function<'a>,
}

#[derive(Serialize)]
struct Function<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    arguments: &'a str,
}

impl Writer {
    pub(crate) fn new(meta: AnswerMeta) -> Self {
        Self {
            meta,
            started: false,
            refused: false,
            thought: String::new(),
            details: 0,
            images: 0,
            tokens: Vec::new(),
            bare_calls: Vec::new(),
            usage: None,
        }
    }

    pub(crate) fn push(&mut self, delta: &ChatDelta, out: &mut Vec<u8>) {
        self.start(out);
        match delta {
            ChatDelta::Text { text } => self.words(text, out),
            ChatDelta::Refusal { text } => self.refusal(text, out),
            ChatDelta::Reasoning { text } => {
                self.thought.push_str(text);
                self.delta(Delta { reasoning_content: Some(text), ..Delta::default() }, out);
            }
            ChatDelta::ReasoningSignature { signature } => self.detail(&Sealed::Signature(signature.into()), out),
            ChatDelta::EncryptedReasoning { data } => self.detail(&Sealed::of_encrypted(data), out),
            ChatDelta::ToolCallStarted { index, id, name } => {
                self.bare_calls.push(*index);
                let function = Function { name: Some(name), arguments: "" };
                self.call(ToolCall { index: *index, id: Some(id), r#type: Some("function"), function }, out);
            }
            ChatDelta::ToolCallArguments { index, text } => {
                self.bare_calls.retain(|bare| bare != index);
                self.arguments(*index, text, out);
            }
            ChatDelta::Image { media_type, base64 } => {
                let image = ImagePart::new(media_type, base64, self.images);
                self.images += 1;
                self.delta(Delta { images: Some([image]), ..Delta::default() }, out);
            }
            ChatDelta::LogProbs { tokens } => self.tokens.extend_from_slice(tokens),
            ChatDelta::Usage { usage } => self.usage = Some(*usage),
            ChatDelta::Finished { reason } => {
                // Callers parse the arguments of every call; the vendor's models write an empty object.
                for index in std::mem::take(&mut self.bare_calls) {
                    self.arguments(index, "{}", out);
                }
                let finish_reason = Some(finish_reason(*reason, self.refused));
                self.choice(Choice { finish_reason, ..Choice::default() }, out);
            }
            ChatDelta::Started { .. } | ChatDelta::StopSequence { .. } | ChatDelta::Failed { .. } => {}
        }
    }

    /// The counts, where they were asked for, and the end mark.
    pub(crate) fn finish(&mut self, out: &mut Vec<u8>) {
        if let Some(usage) = self.usage.filter(|_| self.meta.include_usage) {
            self.chunk(&[], Some(usage.into()), out);
        }
        out.extend_from_slice(b"data: [DONE]\n\n");
    }

    fn start(&mut self, out: &mut Vec<u8>) {
        if !std::mem::replace(&mut self.started, true) {
            self.delta(Delta { role: Some("assistant"), content: Some(""), ..Delta::default() }, out);
        }
    }

    fn words(&mut self, text: &str, out: &mut Vec<u8>) {
        let tokens = std::mem::take(&mut self.tokens);
        let delta = Delta { content: Some(text), ..Delta::default() };
        self.choice(Choice { delta, logprobs: LogProbs::new(&tokens, &[]), ..Choice::default() }, out);
    }

    fn refusal(&mut self, text: &str, out: &mut Vec<u8>) {
        self.refused = true;
        let tokens = std::mem::take(&mut self.tokens);
        let delta = Delta { refusal: Some(text), ..Delta::default() };
        self.choice(Choice { delta, logprobs: LogProbs::new(&[], &tokens), ..Choice::default() }, out);
    }

    /// The thought is repeated beside its proof: callers send the proof back as they got it, and it is only valid with
    /// its words.
    fn detail(&mut self, sealed: &Sealed<'_>, out: &mut Vec<u8>) {
        let thought = match sealed {
            Sealed::Signature(_) => std::mem::take(&mut self.thought),
            Sealed::Redacted(_) | Sealed::OpenAi(_) => String::new(),
        };
        let detail = Detail::new(sealed, &thought, self.details);
        self.details += 1;
        self.delta(Delta { reasoning_details: Some([detail]), ..Delta::default() }, out);
    }

    fn arguments(&self, index: u32, text: &str, out: &mut Vec<u8>) {
        let function = Function { name: None, arguments: text };
        self.call(ToolCall { index, id: None, r#type: None, function }, out);
    }

    fn call(&self, call: ToolCall<'_>, out: &mut Vec<u8>) {
        self.delta(Delta { tool_calls: Some([call]), ..Delta::default() }, out);
    }

    fn delta(&self, delta: Delta<'_>, out: &mut Vec<u8>) {
        self.choice(Choice { delta, ..Choice::default() }, out);
    }

    fn choice(&self, choice: Choice<'_>, out: &mut Vec<u8>) {
        self.chunk(&[choice], None, out);
    }

    fn chunk(&self, choices: &[Choice<'_>], usage: Option<WireUsage>, out: &mut Vec<u8>) {
        let chunk = Chunk {
            id: &self.meta.id,
            object: "chat.completion.chunk",
            created: self.meta.created,
            model: &self.meta.model,
            choices,
            usage: self.meta.include_usage.then_some(usage),
        };
        wire_out::event(out, &chunk);
    }
}
