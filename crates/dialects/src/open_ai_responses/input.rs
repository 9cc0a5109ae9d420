//! The conversation of a request, read.

use models::chat::{ChatMessage, ChatPart, ChatRole, Source};

use crate::request::RequestError;
use crate::request::node::{Node, Object};
use crate::request::shared::{content, push_results, source_of_url};
use crate::sealed::Sealed;

/// Reads a string, or items that clients write or send back from an earlier answer.
pub(super) fn read(node: Node<'_>, ignored: &mut Vec<String>) -> Result<Vec<ChatMessage>, RequestError> {
    if node.is_text() {
        return Ok(vec![ChatMessage { role: ChatRole::User, parts: vec![ChatPart::Text(node.text()?)] }]);
    }
    let mut messages = Vec::new();
    for item in node.list()? {
        read_item(item.object()?, &mut messages, ignored)?;
    }
    Ok(messages)
}

fn read_item(mut item: Object<'_>, out: &mut Vec<ChatMessage>, ignored: &mut Vec<String>) -> Result<(), RequestError> {
    // Items of an earlier answer carry what the vendor wrote about them.
    item.skip(&["status", "phase"]);
    let kind = item.take("type");
    match kind.as_ref().map(Node::text).transpose()?.as_deref() {
        None | Some("message") => message(&mut item, out, ignored)?,
        Some("function_call") => {
            item.skip(&["id"]);
            let id = item.required("call_id")?.text()?;
            let name = item.required("name")?.text()?;
            let arguments = item.text("arguments")?.unwrap_or_default();
            push_said(out, vec![ChatPart::ToolCall { id, name, arguments }]);
        }
        Some("function_call_output") => {
            item.skip(&["id"]);
            let id = item.required("call_id")?.text()?;
            let parts = content(item.take("output"), |part| read_part(part, ignored))?;
            push_results(out, ChatPart::ToolResult { id, parts, is_error: false });
        }
        Some("reasoning") => push_said(out, vec![thought(&mut item)?]),
        Some(_) => return Err(RequestError::Unsupported { field: item.place("type") }),
    }
    item.finish()
}

/// What the model said is several items, but one message.
fn push_said(out: &mut Vec<ChatMessage>, parts: Vec<ChatPart>) {
    match out.last_mut() {
        Some(last) if last.role == ChatRole::Assistant => last.parts.extend(parts),
        Some(_) | None => out.push(ChatMessage { role: ChatRole::Assistant, parts }),
    }
}

fn message(item: &mut Object<'_>, out: &mut Vec<ChatMessage>, ignored: &mut Vec<String>) -> Result<(), RequestError> {
    item.skip(&["id"]);
    let role = item.required("role")?;
    let parts = content(item.take("content"), |part| read_part(part, ignored))?;
    match role.text()?.as_str() {
        "user" => out.push(ChatMessage { role: ChatRole::User, parts }),
        "system" | "developer" => out.push(ChatMessage { role: ChatRole::System, parts }),
        "assistant" => push_said(out, parts),
        _ => return Err(role.invalid("must be `user`, `assistant`, `system` or `developer`")),
    }
    Ok(())
}

/// A thought that is not encrypted is known to its vendor only; its summary is kept.
fn thought(item: &mut Object<'_>) -> Result<ChatPart, RequestError> {
    let id = item.text("id")?.unwrap_or_default();
    let mut texts = Vec::new();
    for part in item.list("summary")?.into_iter().chain(item.list("content")?) {
        texts.extend(part.object()?.text("text")?);
    }
    let text = texts.join("\n\n");
    let encrypted = item.text("encrypted_content")?.filter(|content| !content.is_empty());
    let Some(encrypted) = encrypted else {
        return Ok(ChatPart::Reasoning { text, signature: None, encrypted: None });
    };
    Ok(Sealed::from_responses(&id, &encrypted).into_part(text))
}

fn read_part(mut part: Object<'_>, ignored: &mut Vec<String>) -> Result<ChatPart, RequestError> {
    let kind = part.kind()?;
    let read = match kind.text()?.as_str() {
        "input_text" | "output_text" | "text" => ChatPart::Text(part.required("text")?.text()?),
        "refusal" => ChatPart::Refusal(part.required("refusal")?.text()?),
        "input_image" => {
            let detail = part.text("detail")?;
            ChatPart::Image { source: source(&mut part, "image_url")?, detail }
        }
        "input_file" => {
            let name = part.text("filename")?;
            part.ignore(&["detail"], ignored);
            let field = if part.has("file_url") { "file_url" } else { "file_data" };
            ChatPart::File { name, source: source(&mut part, field)? }
        }
        _ => return Err(kind.unsupported()),
    };
    part.ignore(&["prompt_cache_breakpoint"], ignored);
    // Of texts that the vendor wrote.
    part.skip(&["annotations", "logprobs"]);
    part.finish()?;
    Ok(read)
}

fn source(part: &mut Object<'_>, field: &str) -> Result<Source, RequestError> {
    match part.take("file_id") {
        Some(id) => Ok(Source::VendorFile(id.text()?)),
        None => source_of_url(&part.required(field)?),
    }
}
