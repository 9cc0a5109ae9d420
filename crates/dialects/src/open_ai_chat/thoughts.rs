//! Thoughts of requests, read. OpenAI has none here; the names are those of the vendors that answer with them.

use models::chat::ChatPart;

use crate::request::RequestError;
use crate::request::node::Object;
use crate::sealed::{EncryptedThought, Sealed};

/// Reads what a client sends back of an answer's thoughts: DeepSeek's and others' text, and OpenRouter's list, which
/// carries the proofs.
pub(super) fn read(message: &mut Object<'_>, out: &mut Vec<ChatPart>) -> Result<(), RequestError> {
    let text = message.text("reasoning_content")?.or(message.text("reasoning")?).unwrap_or_default();
    let details = message.list("reasoning_details")?;
    let details = details.into_iter().map(|detail| read_detail(detail.object()?)).collect::<Result<Vec<_>, _>>()?;
    let has_text = |part: &ChatPart| matches!(part, ChatPart::Reasoning { text, .. } if !text.is_empty());
    if !text.is_empty() && !details.iter().any(has_text) {
        out.push(ChatPart::Reasoning { text, signature: None, encrypted: None });
    }
    out.extend(details);
    Ok(())
}

/// The rest of a detail says where it stood in the answer.
fn read_detail(mut detail: Object<'_>) -> Result<ChatPart, RequestError> {
    let text = detail.text("text")?.or(detail.text("summary")?).unwrap_or_default();
    let signature = detail.text("signature")?.filter(|signature| !signature.is_empty());
    let is_open_ai = detail.text("format")?.is_some_and(|format| format.starts_with("openai"));
    let encrypted = match detail.text("data")? {
        Some(data) if is_open_ai => {
            let id = detail.text("id")?.unwrap_or_default().into();
            return Ok(Sealed::OpenAi(EncryptedThought { id, encrypted_content: data.into() }).into_part(text));
        }
        data => data,
    };
    Ok(ChatPart::Reasoning { text, signature, encrypted })
}
