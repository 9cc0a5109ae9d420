//! What the readers of all dialects share.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use models::chat::{ChatMessage, ChatPart, ChatRole, Source, ToolChoice};

use super::RequestError;
use super::node::{Node, Object};

/// A message's or a tool result's content: a string, or a list that `part` reads.
pub(crate) fn content<'a>(
    node: Option<Node<'a>>,
    mut part: impl FnMut(Object<'a>) -> Result<ChatPart, RequestError>,
) -> Result<Vec<ChatPart>, RequestError> {
    let Some(node) = node else { return Ok(Vec::new()) };
    if node.is_text() {
        return Ok(vec![ChatPart::Text(node.text()?)]);
    }
    if !node.is_list() {
        return Err(node.invalid("must be a string or a list"));
    }
    node.list()?.into_iter().map(|item| part(item.object()?)).collect()
}

/// An address that a vendor fetches, or one that carries the bytes.
pub(crate) fn source_of_url(node: &Node<'_>) -> Result<Source, RequestError> {
    let url = node.text()?;
    let Some(rest) = url.strip_prefix("data:") else { return Ok(Source::Url(url)) };
    match rest.split_once(";base64,") {
        Some((media_type, data)) => Ok(Source::Base64 { media_type: media_type.to_owned(), data: data.to_owned() }),
        None => Err(node.invalid("must be an address, or a data URL in base64")),
    }
}

/// A text as a document's bytes.
pub(crate) fn source_of_text(text: &str) -> Source {
    Source::Base64 { media_type: "text/plain".to_owned(), data: STANDARD.encode(text) }
}

/// The text of a document, where it is one.
pub(crate) fn text_of_source(data: &str) -> Option<String> {
    String::from_utf8(STANDARD.decode(data).ok()?).ok()
}

/// The type of a picture by its first bytes; Ollama does not write it.
pub(crate) fn picture_type(base64: &str) -> &'static str {
    const BEGINNINGS: [(&str, &str); 3] = [("/9j/", "image/jpeg"), ("R0lGOD", "image/gif"), ("UklGR", "image/webp")];
    let known = BEGINNINGS.iter().find(|(beginning, _)| base64.starts_with(beginning));
    known.map_or("image/png", |(_, media_type)| media_type)
}

/// Adds a message. Results of tools in a row are one message, as they answer one message of calls.
pub(crate) fn push_results(messages: &mut Vec<ChatMessage>, result: ChatPart) {
    let is_result = |part: &ChatPart| matches!(part, ChatPart::ToolResult { .. });
    match messages.last_mut() {
        Some(last) if last.role == ChatRole::User && last.parts.iter().all(is_result) && !last.parts.is_empty() => {
            last.parts.push(result);
        }
        Some(_) | None => messages.push(ChatMessage { role: ChatRole::User, parts: vec![result] }),
    }
}

/// Takes the instructions at the beginning of the conversation, which follow those that were given apart.
pub(crate) fn leading_instructions(given: Option<String>, messages: &mut Vec<ChatMessage>) -> Option<String> {
    let count = messages.iter().take_while(|message| message.role == ChatRole::System).count();
    let leading = messages.drain(..count).flat_map(|message| message.parts).filter_map(|part| match part {
        ChatPart::Text(text) => Some(text),
        ChatPart::Image { .. }
        | ChatPart::File { .. }
        | ChatPart::Refusal(_)
        | ChatPart::Reasoning { .. }
        | ChatPart::ToolCall { .. }
        | ChatPart::ToolResult { .. } => None,
    });
    let texts: Vec<String> = given.into_iter().chain(leading).filter(|text| !text.is_empty()).collect();
    (!texts.is_empty()).then(|| texts.join("\n\n"))
}

/// OpenAI's words for whether tools are called.
pub(crate) fn tool_choice_word(node: &Node<'_>) -> Result<ToolChoice, RequestError> {
    match node.text()?.as_str() {
        "auto" => Ok(ToolChoice::Auto),
        "none" => Ok(ToolChoice::None),
        "required" => Ok(ToolChoice::Required),
        _ => Err(node.invalid("must be `auto`, `none`, `required` or an object")),
    }
}

/// One text or several.
pub(crate) fn texts(node: Option<Node<'_>>) -> Result<Vec<String>, RequestError> {
    let Some(node) = node else { return Ok(Vec::new()) };
    if node.is_text() { Ok(vec![node.text()?]) } else { node.read("a string or a list of strings") }
}

/// Keeps a value that must be one that asks for nothing, such as `false` or an empty list.
pub(crate) fn must_be_unset(object: &mut Object<'_>, names: &[&str]) -> Result<(), RequestError> {
    for name in names {
        let Some(node) = object.take(name) else { continue };
        if !matches!(node.json(), "false" | "[]" | "{}" | "\"\"" | "0") {
            return Err(node.unsupported());
        }
    }
    Ok(())
}
