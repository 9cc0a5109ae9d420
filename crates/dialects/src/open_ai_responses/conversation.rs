//! The conversation of a request, written.

use models::chat::{ChatMessage, ChatPart, ChatRequest, ChatRole, Source};
use serde::Serialize;

use crate::encode::{CONTINUE, arguments_text, asks_to_continue, data_url, file_name, result_text, words};
use crate::sealed::Sealed;
use crate::translate::Field;
use crate::translate::notes::Notes;

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum Item<'a> {
    Message { role: &'static str, content: Content<'a> },
    Reasoning { id: String, encrypted_content: String, summary: Vec<Summary<'a>> },
    FunctionCall { call_id: &'a str, name: &'a str, arguments: &'a str },
    FunctionCallOutput { call_id: &'a str, output: Output<'a> },
}

/// What the model said has no parts but in the vendor's own items, which have an id.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Content<'a> {
    Words(&'a str),
    Parts(Vec<Part<'a>>),
}

/// Servers that speak this dialect since before results could be pictures accept nothing but a string.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Output<'a> {
    Words(String),
    Parts(Vec<Part<'a>>),
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum Part<'a> {
    InputText {
        text: &'a str,
    },
    InputImage {
        #[serde(flatten)]
        source: ImageSource<'a>,
        /// The vendor demands it.
        detail: &'a str,
    },
    InputFile {
        #[serde(skip_serializing_if = "Option::is_none")]
        filename: Option<&'a str>,
        #[serde(flatten)]
        source: FileSource<'a>,
    },
    Refusal {
        refusal: &'a str,
    },
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum ImageSource<'a> {
    ImageUrl(String),
    FileId(&'a str),
}

#[derive(Serialize)]
pub(super) enum FileSource<'a> {
    #[serde(rename = "file_data")]
    Data(String),
    #[serde(rename = "file_url")]
    Url(&'a str),
    #[serde(rename = "file_id")]
    Id(&'a str),
}

#[derive(Serialize)]
pub(super) struct Summary<'a> {
    r#type: &'static str,
    text: &'a str,
}

pub(super) fn input<'a>(request: &'a ChatRequest, notes: &mut Notes) -> Vec<Item<'a>> {
    let mut out = Vec::with_capacity(request.messages.len() + 1);
    for message in &request.messages {
        match message.role {
            ChatRole::System => system(message, &mut out),
            ChatRole::User => user(message, &mut out),
            ChatRole::Assistant => message.parts.iter().for_each(|part| out.extend(assistant(part, notes))),
        }
    }
    if asks_to_continue(request) {
        out.push(Item::Message { role: "user", content: Content::Words(CONTINUE) });
    }
    out
}

fn system<'a>(message: &'a ChatMessage, out: &mut Vec<Item<'a>>) {
    if !words(message).is_empty() {
        let content = message.parts.iter().filter_map(user_part).collect();
        out.push(Item::Message { role: "system", content: Content::Parts(content) });
    }
}

/// The results of tools come before what the user says.
fn user<'a>(message: &'a ChatMessage, out: &mut Vec<Item<'a>>) {
    for part in &message.parts {
        if let ChatPart::ToolResult { id, parts, .. } = part {
            out.push(Item::FunctionCallOutput { call_id: id, output: output(parts) });
        }
    }
    let content: Vec<_> = message.parts.iter().filter_map(user_part).collect();
    if !content.is_empty() {
        out.push(Item::Message { role: "user", content: Content::Parts(content) });
    }
}

fn output(parts: &[ChatPart]) -> Output<'_> {
    if parts.iter().all(|part| matches!(part, ChatPart::Text(_))) {
        return Output::Words(result_text(parts));
    }
    Output::Parts(parts.iter().filter_map(user_part).collect())
}

fn user_part(part: &ChatPart) -> Option<Part<'_>> {
    match part {
        ChatPart::Text(text) => (!text.is_empty()).then_some(Part::InputText { text }),
        ChatPart::Image { source, detail } => {
            let source = match source {
                Source::Base64 { media_type, data } => ImageSource::ImageUrl(data_url(media_type, data)),
                Source::Url(url) => ImageSource::ImageUrl(url.clone()),
                Source::VendorFile(id) => ImageSource::FileId(id),
            };
            Some(Part::InputImage { source, detail: detail.as_deref().unwrap_or("auto") })
        }
        ChatPart::File { name, source } => {
            let filename = file_name(name.as_deref(), source);
            let source = match source {
                Source::Base64 { media_type, data } => FileSource::Data(data_url(media_type, data)),
                Source::Url(url) => FileSource::Url(url),
                Source::VendorFile(id) => FileSource::Id(id),
            };
            Some(Part::InputFile { filename, source })
        }
        ChatPart::Refusal(_) | ChatPart::Reasoning { .. } | ChatPart::ToolCall { .. } | ChatPart::ToolResult { .. } => {
            None
        }
    }
}

/// Thoughts that another vendor encrypted or signed are left out.
fn assistant<'a>(part: &'a ChatPart, notes: &mut Notes) -> Option<Item<'a>> {
    match part {
        ChatPart::Text(text) if !text.is_empty() => Some(said(Content::Words(text))),
        ChatPart::Refusal(refusal) => Some(said(Content::Parts(vec![Part::Refusal { refusal }]))),
        ChatPart::ToolCall { id, name, arguments } => {
            Some(Item::FunctionCall { call_id: id, name, arguments: arguments_text(arguments) })
        }
        ChatPart::Reasoning { text, encrypted, .. } => {
            let thought = encrypted.as_deref().and_then(|data| thought(text, data));
            notes.drop_if(thought.is_none(), Field::Thought);
            thought
        }
        ChatPart::Image { .. } | ChatPart::File { .. } => {
            notes.refuse(Field::AnswerImage, "only users show pictures and documents");
            None
        }
        ChatPart::Text(_) | ChatPart::ToolResult { .. } => None,
    }
}

fn said(content: Content<'_>) -> Item<'_> {
    Item::Message { role: "assistant", content }
}

fn thought<'a>(text: &'a str, data: &'a str) -> Option<Item<'a>> {
    let Sealed::OpenAi(sealed) = Sealed::of_encrypted(data) else { return None };
    let summary = (!text.is_empty()).then_some(Summary { r#type: "summary_text", text });
    Some(Item::Reasoning {
        id: sealed.id.into_owned(),
        encrypted_content: sealed.encrypted_content.into_owned(),
        summary: summary.into_iter().collect(),
    })
}
