//! Requests to `/api/generate` that clients write.

use models::chat::{ChatMessage, ChatPart, ChatRequest, ChatRole};

use super::request::{common, pictures};
use crate::request::RequestError;
use crate::request::node::Node;
use crate::request::shared::must_be_unset;

/// Reads a prompt as a conversation of one message. What reaches below the conversation, such as a template of one's
/// own or tokens of an earlier answer, only Ollama has.
pub(crate) fn decode(root: Node<'_>) -> Result<ChatRequest, RequestError> {
    let mut body = root.object()?;
    let mut ignored = Vec::new();
    must_be_unset(&mut body, &["suffix", "template", "raw", "context"])?;
    let prompt = body.text("prompt")?.filter(|prompt| !prompt.is_empty());
    let mut parts: Vec<_> = prompt.map(ChatPart::Text).into_iter().collect();
    parts.extend(pictures(body.list("images")?)?);
    let messages = if parts.is_empty() { Vec::new() } else { vec![ChatMessage { role: ChatRole::User, parts }] };
    let system = body.text("system")?.filter(|system| !system.is_empty());
    let mut request = ChatRequest { system, messages, ..ChatRequest::default() };
    common(&mut body, &mut request, &mut ignored)?;
    body.ignore_rest(&mut ignored);
    request.ignored = ignored;
    Ok(request)
}
