//! The items of a response's output.

use models::chat::TokenLogProb;
use serde::Serialize;

use crate::answer::{Answer, Part};
use crate::encode::arguments_text;
use crate::logprobs::{self, WireToken};
use crate::sealed::Sealed;

/// An item of the output.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) id: String,
    pub(super) body: Body,
}

#[derive(Debug)]
pub(super) enum Body {
    Thought { text: String, encrypted: Option<String> },
    Message { parts: Vec<Words> },
    Call { index: u32, id: String, name: String, arguments: String },
    Image { media_type: String, base64: String },
}

/// A part of a message.
#[derive(Debug)]
pub(super) enum Words {
    Text { text: String, logprobs: Vec<TokenLogProb> },
    Refusal(String),
}

/// How far an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Status {
    InProgress,
    Completed,
    Incomplete,
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum WireItem<'a> {
    Reasoning {
        id: &'a str,
        summary: Vec<WirePart<'a>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        encrypted_content: Option<&'a str>,
    },
    Message {
        id: &'a str,
        status: Status,
        role: &'static str,
        content: Vec<WirePart<'a>>,
    },
    FunctionCall {
        id: &'a str,
        status: Status,
        call_id: &'a str,
        name: &'a str,
        arguments: &'a str,
    },
    ImageGenerationCall {
        id: &'a str,
        status: Status,
        result: Option<&'a str>,
        output_format: &'a str,
    },
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum WirePart<'a> {
    OutputText { text: &'a str, annotations: [(); 0], logprobs: Vec<WireToken<'a>> },
    Refusal { refusal: &'a str },
    SummaryText { text: &'a str },
}

impl Item {
    /// An item of the response with this id, at this place of its output.
    pub(super) fn new(response_id: &str, place: usize, body: Body) -> Self {
        let prefix = match body {
            Body::Thought { .. } => "rs",
            Body::Message { .. } => "msg",
            Body::Call { .. } => "fc",
            Body::Image { .. } => "ig",
        };
        let rest = response_id.split_once('_').map_or(response_id, |(_, rest)| rest);
        Self { id: format!("{prefix}_{rest}_{place}"), body }
    }

    /// The item as it was announced, before its content.
    pub(super) fn announce(&self) -> WireItem<'_> {
        match &self.body {
            Body::Thought { .. } => WireItem::Reasoning { id: &self.id, summary: Vec::new(), encrypted_content: None },
            Body::Message { .. } => {
                WireItem::Message { id: &self.id, status: Status::InProgress, role: "assistant", content: Vec::new() }
            }
            Body::Call { id: call_id, name, .. } => {
                WireItem::FunctionCall { id: &self.id, status: Status::InProgress, call_id, name, arguments: "" }
            }
            Body::Image { media_type, .. } => WireItem::ImageGenerationCall {
                id: &self.id,
                status: Status::InProgress,
                result: None,
                output_format: output_format(media_type),
            },
        }
    }

    /// The item with its content.
    pub(super) fn spell(&self, status: Status) -> WireItem<'_> {
        match &self.body {
            Body::Thought { text, encrypted } => WireItem::Reasoning {
                id: &self.id,
                summary: (!text.is_empty()).then_some(WirePart::SummaryText { text }).into_iter().collect(),
                encrypted_content: encrypted.as_deref(),
            },
            Body::Message { parts } => WireItem::Message {
                id: &self.id,
                status,
                role: "assistant",
                content: parts.iter().map(Words::spell).collect(),
            },
            Body::Call { id: call_id, name, arguments, .. } => {
                WireItem::FunctionCall { id: &self.id, status, call_id, name, arguments: arguments_text(arguments) }
            }
            Body::Image { media_type, base64 } => WireItem::ImageGenerationCall {
                id: &self.id,
                status,
                result: Some(base64),
                output_format: output_format(media_type),
            },
        }
    }
}

impl Words {
    pub(super) fn spell(&self) -> WirePart<'_> {
        match self {
            Self::Text { text, logprobs } => {
                WirePart::OutputText { text, annotations: [], logprobs: logprobs::spell(logprobs) }
            }
            Self::Refusal(refusal) => WirePart::Refusal { refusal },
        }
    }

    /// The part before its words.
    pub(super) fn announce(&self) -> WirePart<'static> {
        match self {
            Self::Text { .. } => WirePart::OutputText { text: "", annotations: [], logprobs: Vec::new() },
            Self::Refusal(_) => WirePart::Refusal { refusal: "" },
        }
    }
}

/// The items of an answer that is whole. Neighbouring words are parts of one message.
pub(super) fn of_answer(response_id: &str, answer: Answer) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    for part in answer.parts {
        let words = match part {
            Part::Text { text, logprobs } => Words::Text { text, logprobs },
            Part::Refusal { text, .. } => Words::Refusal(text),
            Part::Encrypted(data) => {
                encrypted(response_id, &data, &mut items);
                continue;
            }
            Part::Thought { text, signature } => {
                let encrypted = signature.map(|signature| Sealed::Signature(signature.into()).to_responses(""));
                items.push(Item::new(response_id, items.len(), Body::Thought { text, encrypted }));
                continue;
            }
            Part::Call { index, id, name, arguments } => {
                items.push(Item::new(response_id, items.len(), Body::Call { index, id, name, arguments }));
                continue;
            }
            Part::Image { media_type, base64 } => {
                items.push(Item::new(response_id, items.len(), Body::Image { media_type, base64 }));
                continue;
            }
        };
        match items.last_mut() {
            Some(Item { body: Body::Message { parts }, .. }) => parts.push(words),
            _ => items.push(Item::new(response_id, items.len(), Body::Message { parts: vec![words] })),
        }
    }
    items
}

/// OpenAI's proof belongs to the thought before it; what Anthropic redacted is a thought of its own.
fn encrypted(response_id: &str, data: &str, items: &mut Vec<Item>) {
    let sealed = Sealed::of_encrypted(data);
    let is_proof = matches!(sealed, Sealed::OpenAi(_));
    if let Some(Item { id, body: Body::Thought { encrypted: place @ None, .. } }) = items.last_mut()
        && is_proof
    {
        *place = Some(sealed.to_responses(id));
        return;
    }
    let mut item = Item::new(response_id, items.len(), Body::Thought { text: String::new(), encrypted: None });
    item.body = Body::Thought { text: String::new(), encrypted: Some(sealed.to_responses(&item.id)) };
    items.push(item);
}

fn output_format(media_type: &str) -> &str {
    media_type.strip_prefix("image/").unwrap_or("png")
}
