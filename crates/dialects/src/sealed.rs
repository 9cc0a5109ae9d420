//! Proofs of thoughts that only their own vendor can read, carried through dialects that know nothing of them.
//!
//! A caller sends back what he was given, so that the vendor's proof must survive in a field that the caller's dialect
//! has: `encrypted_content` of responses, `reasoning_details` of chat completions (OpenRouter's convention),
//! `redacted_thinking` of messages. Ollama has no such field.

use std::borrow::Cow;

use models::chat::{ChatDelta, ChatPart};
use serde::{Deserialize, Serialize};

/// In `encrypted_content`: Anthropic's signature of the thought in the summary.
const SIGNATURE: &str = "anthropic-signature:";
/// In `encrypted_content`: a thought that Anthropic redacted.
const REDACTED: &str = "anthropic-redacted:";
/// In `encrypted_content`: a thought of OpenAI's whose item had another id, which comes before the next colon.
const ITEM: &str = "openai-item:";

/// A vendor's proof of a thought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Sealed<'a> {
    /// Anthropic's signature of the thought before it.
    Signature(Cow<'a, str>),
    /// A thought that Anthropic redacted.
    Redacted(Cow<'a, str>),
    /// A thought that OpenAI encrypted.
    OpenAi(EncryptedThought<'a>),
}

/// OpenAI takes a thought back with its id only, so both are kept together, as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct EncryptedThought<'a> {
    pub(crate) id: Cow<'a, str>,
    pub(crate) encrypted_content: Cow<'a, str>,
}

impl<'a> Sealed<'a> {
    /// Reads what [`ChatDelta::EncryptedReasoning`] and `ChatPart::Reasoning` hold.
    pub(crate) fn of_encrypted(data: &'a str) -> Self {
        match serde_json::from_str(data) {
            Ok(thought) => Self::OpenAi(thought),
            Err(_) => Self::Redacted(data.into()),
        }
    }

    /// Reads the `encrypted_content` of a reasoning item.
    pub(crate) fn from_responses(item_id: &'a str, content: &'a str) -> Self {
        if let Some(signature) = content.strip_prefix(SIGNATURE) {
            return Self::Signature(signature.into());
        }
        if let Some(data) = content.strip_prefix(REDACTED) {
            return Self::Redacted(data.into());
        }
        let (id, content) =
            content.strip_prefix(ITEM).and_then(|rest| rest.split_once(':')).unwrap_or((item_id, content));
        Self::OpenAi(EncryptedThought { id: id.into(), encrypted_content: content.into() })
    }

    /// Spells the `encrypted_content` of the reasoning item with this id.
    pub(crate) fn to_responses(&self, item_id: &str) -> String {
        match self {
            Self::Signature(signature) => [SIGNATURE, signature].concat(),
            Self::Redacted(data) => [REDACTED, data].concat(),
            Self::OpenAi(thought) if thought.id == item_id => thought.encrypted_content.clone().into_owned(),
            Self::OpenAi(thought) => [ITEM, &thought.id, ":", &thought.encrypted_content].concat(),
        }
    }

    /// As a part of a conversation, with the thought's text.
    pub(crate) fn into_part(self, text: String) -> ChatPart {
        let (signature, encrypted) = match self {
            Self::Signature(signature) => (Some(signature.into_owned()), None),
            Self::Redacted(data) => (None, Some(data.into_owned())),
            Self::OpenAi(thought) => (None, Some(thought.to_json())),
        };
        ChatPart::Reasoning { text, signature, encrypted }
    }

    /// As a piece of an answer.
    pub(crate) fn into_delta(self) -> ChatDelta {
        match self {
            Self::Signature(signature) => ChatDelta::ReasoningSignature { signature: signature.into_owned() },
            Self::Redacted(data) => ChatDelta::EncryptedReasoning { data: data.into_owned() },
            Self::OpenAi(thought) => ChatDelta::EncryptedReasoning { data: thought.to_json() },
        }
    }
}

impl EncryptedThought<'_> {
    /// The thought as our own runs keep it.
    #[expect(clippy::expect_used, reason = "two strings are always JSON")]
    pub(crate) fn to_json(&self) -> String {
        serde_json::to_string(self).expect("a thought is JSON")
    }
}

#[cfg(test)]
mod tests {
    use super::Sealed;

    #[test]
    fn a_proof_survives_a_response() {
        for data in ["Emw", r#"{"id":"rs_1","encrypted_content":"gAA"}"#, r#"{"id":"rs_2","encrypted_content":"g:A"}"#]
        {
            let sealed = Sealed::of_encrypted(data);
            assert_eq!(Sealed::from_responses("rs_1", &sealed.to_responses("rs_1")), sealed);
        }
        let signature = Sealed::Signature("Eq:Q".into());
        assert_eq!(Sealed::from_responses("rs_1", &signature.to_responses("rs_1")), signature);
    }
}
