//! OpenRouter's details of thoughts, for the sake of their proofs.

use serde_json::Value;

use crate::sealed::{EncryptedThought, Sealed};
use crate::sink::Sink;

/// Tells a thought and its proofs. A proof is only valid with its own words: where the details have both, as in an
/// answer that is not streamed, each thought comes before its proof.
pub(super) fn read(thought: String, details: Option<Value>, sink: &mut Sink<'_>) {
    let details = details.as_ref().and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let words: String = details.iter().filter_map(|detail| text(detail, "text")).collect();
    let told_apart = words == thought && details.iter().any(|detail| sealed(detail).is_some());
    if !told_apart {
        sink.reasoning(thought);
    }
    for detail in details {
        if told_apart {
            sink.reasoning(text(detail, "text").unwrap_or_default().to_owned());
        }
        match sealed(detail) {
            Some(Sealed::Signature(signature)) if signature.is_empty() => {}
            Some(proof) => sink.push(proof.into_delta()),
            None => {}
        }
    }
}

/// The proof in a detail. Those of vendors that we do not send back to are left out.
fn sealed(detail: &Value) -> Option<Sealed<'_>> {
    match (text(detail, "type")?, text(detail, "format")?) {
        ("reasoning.text", "anthropic-claude-v1") => Some(Sealed::Signature(text(detail, "signature")?.into())),
        ("reasoning.encrypted", "anthropic-claude-v1") => Some(Sealed::Redacted(text(detail, "data")?.into())),
        ("reasoning.encrypted", "openai-responses-v1") => Some(Sealed::OpenAi(EncryptedThought {
            id: text(detail, "id")?.into(),
            encrypted_content: text(detail, "data")?.into(),
        })),
        _ => None,
    }
}

fn text<'a>(detail: &'a Value, field: &str) -> Option<&'a str> {
    detail.get(field)?.as_str()
}
