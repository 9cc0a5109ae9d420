//! Answers that are not streamed.

use models::chat::TokenLogProb;
use serde::Serialize;

use super::shapes::{Detail, ImagePart, LogProbs, WireUsage, finish_reason};
use crate::answer::{Answer, Part};
use crate::encode::arguments_text;
use crate::meta::AnswerMeta;
use crate::sealed::Sealed;
use crate::wire_out;

#[derive(Serialize)]
struct Completion<'a> {
    id: &'a str,
    object: &'static str,
    created: i64,
    model: &'a str,
    choices: [Choice<'a>; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    usage: Option<WireUsage>,
}

#[derive(Serialize)]
struct Choice<'a> {
    index: u32,
    message: Message<'a>,
    logprobs: Option<LogProbs<'a>>,
    finish_reason: &'static str,
}

#[derive(Serialize)]
struct Message<'a> {
    role: &'static str,
    content: Option<&'a str>,
    refusal: Option<&'a str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    reasoning_content: &'a str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    reasoning_details: &'a [Detail<'a>],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    tool_calls: &'a [ToolCall<'a>],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    images: &'a [ImagePart],
}

#[derive(Serialize)]
struct ToolCall<'a> {
    id: &'a str,
    r#type: &'static str,
    function: Function<'a>,
}

#[derive(Serialize)]
struct Function<'a> {
    name: &'a str,
    arguments: &'a str,
}

/// The parts of an answer by their fields: a completion has one of each.
#[derive(Default)]
struct Fields<'a> {
    content: String,
    content_tokens: Vec<TokenLogProb>,
    refusal: String,
    refusal_tokens: Vec<TokenLogProb>,
    thought: String,
    sealed: Vec<(Sealed<'a>, &'a str)>,
    calls: Vec<ToolCall<'a>>,
    images: Vec<ImagePart>,
}

/// Writes a completion.
pub(crate) fn encode(meta: &AnswerMeta, answer: &Answer) -> Vec<u8> {
    let mut fields = Fields::default();
    answer.parts.iter().for_each(|part| fields.take(part));
    let details: Vec<_> = fields
        .sealed
        .iter()
        .enumerate()
        .map(|(index, (sealed, thought))| Detail::new(sealed, thought, index))
        .collect();
    let has_refusal = !fields.refusal.is_empty();
    let message = Message {
        role: "assistant",
        content: (!fields.content.is_empty() || is_plain(&fields)).then_some(&fields.content),
        refusal: has_refusal.then_some(&fields.refusal),
        reasoning_content: &fields.thought,
        reasoning_details: &details,
        tool_calls: &fields.calls,
        images: &fields.images,
    };
    wire_out::body(&Completion {
        id: &meta.id,
        object: "chat.completion",
        created: meta.created,
        model: &meta.model,
        choices: [Choice {
            index: 0,
            message,
            logprobs: LogProbs::new(&fields.content_tokens, &fields.refusal_tokens),
            finish_reason: finish_reason(answer.finish, has_refusal),
        }],
        usage: answer.usage.map(WireUsage::from),
    })
}

/// An answer without words has an empty text, but beside calls and refusals it has none.
fn is_plain(fields: &Fields<'_>) -> bool {
    fields.calls.is_empty() && fields.refusal.is_empty()
}

impl<'a> Fields<'a> {
    fn take(&mut self, part: &'a Part) {
        match part {
            Part::Text { text, logprobs } => {
                self.content.push_str(text);
                self.content_tokens.extend_from_slice(logprobs);
            }
            Part::Refusal { text, logprobs } => {
                self.refusal.push_str(text);
                self.refusal_tokens.extend_from_slice(logprobs);
            }
            Part::Thought { text, signature } => {
                self.thought.push_str(text);
                if let Some(signature) = signature {
                    self.sealed.push((Sealed::Signature(signature.into()), text));
                }
            }
            Part::Encrypted(data) => self.sealed.push((Sealed::of_encrypted(data), "")),
            Part::Call { id, name, arguments, .. } => self.calls.push(ToolCall {
                id,
                r#type: "function",
                function: Function { name, arguments: arguments_text(arguments) },
            }),
            Part::Image { media_type, base64 } => {
                self.images.push(ImagePart::new(media_type, base64, self.images.len()));
            }
        }
    }
}
