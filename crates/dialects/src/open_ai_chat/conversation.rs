//! The conversation of a request, written.

use models::chat::{ChatMessage, ChatPart, ChatRequest, ChatRole, Source};
use serde::Serialize;

use crate::encode::{
    CONTINUE, arguments_text, asks_to_continue, data_url, file_name, result_text, shown_by_tools, thoughts, words,
};
use crate::families;
use crate::translate::Field;
use crate::translate::notes::Notes;

#[derive(Serialize)]
#[serde(tag = "role", rename_all = "snake_case")]
pub(super) enum Message<'a> {
    System {
        content: String,
    },
    Developer {
        content: String,
    },
    User {
        content: UserContent<'a>,
    },
    Assistant {
        content: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        refusal: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        reasoning_content: Option<String>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        tool_calls: Vec<ToolCall<'a>>,
    },
    Tool {
        tool_call_id: &'a str,
        content: String,
    },
}

/// Servers for text only accept nothing but a string.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum UserContent<'a> {
    Words(String),
    Parts(Vec<UserPart<'a>>),
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum UserPart<'a> {
    Text { text: &'a str },
    ImageUrl { image_url: ImageUrl<'a> },
    File { file: File<'a> },
}

#[derive(Serialize)]
pub(super) struct ImageUrl<'a> {
    url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<&'a str>,
}

#[derive(Serialize)]
pub(super) struct File<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    filename: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file_data: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file_id: Option<&'a str>,
}

#[derive(Serialize)]
pub(super) struct ToolCall<'a> {
    id: &'a str,
    r#type: &'static str,
    function: CalledFunction<'a>,
}

#[derive(Serialize)]
struct CalledFunction<'a> {
    name: &'a str,
    arguments: &'a str,
}

/// Instructions first; `reasons` says that the model calls the system developer.
pub(super) fn messages<'a>(request: &'a ChatRequest, reasons: bool, notes: &mut Notes) -> Vec<Message<'a>> {
    let mut out = Vec::with_capacity(request.messages.len() + 2);
    let takes_thoughts = families::takes_thoughts_back(&request.model);
    let instruct = |content: String| if reasons { Message::Developer { content } } else { Message::System { content } };
    if let Some(system) = request.system.as_ref().filter(|system| !system.is_empty()) {
        out.push(instruct(system.clone()));
    }
    for message in &request.messages {
        match message.role {
            ChatRole::System => out.extend(Some(words(message)).filter(|words| !words.is_empty()).map(instruct)),
            ChatRole::User => user(message, &mut out, notes),
            ChatRole::Assistant => out.extend(assistant(message, takes_thoughts, notes)),
        }
    }
    if asks_to_continue(request) {
        out.push(Message::User { content: UserContent::Words(CONTINUE.to_owned()) });
    }
    out
}

/// The results of tools become messages of their own, before what the user says and what they showed.
fn user<'a>(message: &'a ChatMessage, out: &mut Vec<Message<'a>>, notes: &mut Notes) {
    for part in &message.parts {
        if let ChatPart::ToolResult { id, parts, .. } = part {
            out.push(Message::Tool { tool_call_id: id, content: result_text(parts) });
        }
    }
    let parts: Vec<_> =
        shown_by_tools(message).chain(&message.parts).filter_map(|part| user_part(part, notes)).collect();
    if parts.iter().any(|part| !matches!(part, UserPart::Text { .. })) {
        out.push(Message::User { content: UserContent::Parts(parts) });
    } else if !parts.is_empty() {
        out.push(Message::User { content: UserContent::Words(words(message)) });
    }
}

fn user_part<'a>(part: &'a ChatPart, notes: &mut Notes) -> Option<UserPart<'a>> {
    match part {
        ChatPart::Text(text) => (!text.is_empty()).then_some(UserPart::Text { text }),
        ChatPart::Image { source, detail } => {
            let url = match source {
                Source::Base64 { media_type, data } => data_url(media_type, data),
                Source::Url(url) => url.clone(),
                Source::VendorFile(_) => {
                    notes.refuse(Field::VendorFile, "the chat completions take pictures as bytes or addresses");
                    return None;
                }
            };
            Some(UserPart::ImageUrl { image_url: ImageUrl { url, detail: detail.as_deref() } })
        }
        ChatPart::File { name, source } => {
            let (file_data, file_id) = match source {
                Source::Base64 { media_type, data } => (Some(data_url(media_type, data)), None),
                Source::VendorFile(id) => (None, Some(id.as_str())),
                Source::Url(_) => {
                    notes.refuse(Field::FileUrl, "the chat completions fetch no documents; send the bytes");
                    return None;
                }
            };
            Some(UserPart::File { file: File { filename: file_name(name.as_deref(), source), file_data, file_id } })
        }
        ChatPart::Refusal(_) | ChatPart::Reasoning { .. } | ChatPart::ToolCall { .. } | ChatPart::ToolResult { .. } => {
            None
        }
    }
}

/// Most vendors have no field for thoughts that are sent back, and OpenAI refuses unknown ones; proofs have no place
/// anywhere. `None` when nothing is left.
fn assistant<'a>(message: &'a ChatMessage, takes_thoughts: bool, notes: &mut Notes) -> Option<Message<'a>> {
    for part in &message.parts {
        if let ChatPart::Reasoning { signature, encrypted, .. } = part {
            notes.drop_if(!takes_thoughts || signature.is_some() || encrypted.is_some(), Field::Thought);
        }
        if matches!(part, ChatPart::Image { .. } | ChatPart::File { .. }) {
            notes.refuse(Field::AnswerImage, "only users show pictures and documents");
        }
    }
    let tool_calls: Vec<_> = message.parts.iter().filter_map(tool_call).collect();
    let content = Some(words(message)).filter(|words| !words.is_empty());
    let refusal = message
        .parts
        .iter()
        .find_map(|part| if let ChatPart::Refusal(text) = part { Some(text.as_str()) } else { None });
    let is_something = content.is_some() || refusal.is_some() || !tool_calls.is_empty();
    notes.drop_if(!is_something && !message.parts.is_empty(), Field::Thought);
    let reasoning_content = takes_thoughts.then(|| thoughts(message)).filter(|thoughts| !thoughts.is_empty());
    is_something.then_some(Message::Assistant { content, refusal, reasoning_content, tool_calls })
}

fn tool_call(part: &ChatPart) -> Option<ToolCall<'_>> {
    let ChatPart::ToolCall { id, name, arguments } = part else { return None };
    Some(ToolCall { id, r#type: "function", function: CalledFunction { name, arguments: arguments_text(arguments) } })
}
