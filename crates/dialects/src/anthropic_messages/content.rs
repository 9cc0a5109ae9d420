//! The conversation of a request, read.

use models::chat::{ChatMessage, ChatPart, ChatRole, Source};

use crate::request::RequestError;
use crate::request::node::{Node, Object};
use crate::request::shared::{content, must_be_unset, source_of_text};

/// Reads the instructions; blocks of them become one text.
pub(super) fn read_system(node: Option<Node<'_>>, ignored: &mut Vec<String>) -> Result<Option<String>, RequestError> {
    let mut texts = Vec::new();
    for part in content(node, |block| read_block(block, ignored))? {
        if let ChatPart::Text(text) = part {
            texts.push(text);
        }
    }
    Ok((!texts.is_empty()).then(|| texts.join("\n\n")))
}

pub(super) fn read_message(mut message: Object<'_>, ignored: &mut Vec<String>) -> Result<ChatMessage, RequestError> {
    let role = message.required("role")?;
    let role = match role.text()?.as_str() {
        "user" => ChatRole::User,
        "assistant" => ChatRole::Assistant,
        "system" => ChatRole::System,
        _ => return Err(role.invalid("must be `user` or `assistant`")),
    };
    let parts = content(Some(message.required("content")?), |block| read_block(block, ignored))?;
    message.finish()?;
    Ok(ChatMessage { role, parts })
}

fn read_block(mut block: Object<'_>, ignored: &mut Vec<String>) -> Result<ChatPart, RequestError> {
    let kind = block.kind()?;
    block.ignore(&["cache_control"], ignored);
    let read = match kind.text()?.as_str() {
        "text" => ChatPart::Text(block.required("text")?.text()?),
        "image" => ChatPart::Image { source: read_source(block.required("source")?.object()?)?, detail: None },
        "document" => document(&mut block, ignored)?,
        "thinking" => ChatPart::Reasoning {
            text: block.required("thinking")?.text()?,
            signature: block.text("signature")?.filter(|signature| !signature.is_empty()),
            encrypted: None,
        },
        "redacted_thinking" => ChatPart::Reasoning {
            text: String::new(),
            signature: None,
            encrypted: Some(block.required("data")?.text()?),
        },
        "tool_use" => tool_use(&mut block)?,
        "tool_result" => ChatPart::ToolResult {
            id: block.required("tool_use_id")?.text()?,
            parts: content(block.take("content"), |part| read_block(part, ignored))?,
            is_error: block.switch("is_error")?.unwrap_or(false),
        },
        _ => return Err(kind.unsupported()),
    };
    // Of texts that the vendor wrote.
    block.skip(&["citations"]);
    block.finish()?;
    Ok(read)
}

/// Citations are a form of answer that only this vendor has. Title and context are words about a document.
fn document(block: &mut Object<'_>, ignored: &mut Vec<String>) -> Result<ChatPart, RequestError> {
    if let Some(mut citations) = block.object("citations")? {
        must_be_unset(&mut citations, &["enabled"])?;
    }
    block.ignore(&["context"], ignored);
    let name = block.text("title")?;
    Ok(ChatPart::File { name, source: read_source(block.required("source")?.object()?)? })
}

fn tool_use(block: &mut Object<'_>) -> Result<ChatPart, RequestError> {
    let input = block.required("input")?;
    if !input.is_object() {
        return Err(input.invalid("must be an object"));
    }
    // The vendor tells whether the model or the vendor's own code made the call; the model did.
    block.skip(&["caller"]);
    Ok(ChatPart::ToolCall {
        id: block.required("id")?.text()?,
        name: block.required("name")?.text()?,
        arguments: input.json().to_owned(),
    })
}

fn read_source(mut source: Object<'_>) -> Result<Source, RequestError> {
    let kind = source.kind()?;
    let read = match kind.text()?.as_str() {
        "base64" => Source::Base64 {
            media_type: source.required("media_type")?.text()?,
            data: source.required("data")?.text()?,
        },
        "url" => Source::Url(source.required("url")?.text()?),
        "file" => Source::VendorFile(source.required("file_id")?.text()?),
        "text" => {
            source.skip(&["media_type"]);
            source_of_text(&source.required("data")?.text()?)
        }
        _ => return Err(kind.unsupported()),
    };
    source.finish()?;
    Ok(read)
}
