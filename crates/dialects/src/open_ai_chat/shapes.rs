//! What chunks and whole answers have in common.

use models::chat::TokenLogProb;
use models::run::{FinishReason, Usage};
use serde::Serialize;

use crate::encode::data_url;
use crate::logprobs::{self, WireToken};
use crate::sealed::Sealed;

#[derive(Serialize)]
pub(super) struct WireUsage {
    prompt_tokens: u64,
    completion_tokens: u64,
    total_tokens: u64,
    prompt_tokens_details: PromptDetails,
    completion_tokens_details: CompletionDetails,
}

#[derive(Serialize)]
struct PromptDetails {
    cached_tokens: u64,
    #[serde(skip_serializing_if = "is_zero")]
    cache_write_tokens: u64,
}

#[derive(Serialize)]
struct CompletionDetails {
    reasoning_tokens: u64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn is_zero(count: &u64) -> bool {
    *count == 0
}

impl From<Usage> for WireUsage {
    fn from(usage: Usage) -> Self {
        Self {
            prompt_tokens: usage.input_tokens,
            completion_tokens: usage.output_tokens,
            total_tokens: usage.input_tokens.saturating_add(usage.output_tokens),
            prompt_tokens_details: PromptDetails {
                cached_tokens: usage.cache_read_tokens,
                cache_write_tokens: usage.cache_write_tokens,
            },
            completion_tokens_details: CompletionDetails { reasoning_tokens: usage.reasoning_tokens },
        }
    }
}

/// A thought's proof, as OpenRouter spells it.
#[derive(Serialize)]
pub(super) struct Detail<'a> {
    r#type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    signature: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<&'a str>,
    format: &'static str,
    index: usize,
}

impl<'a> Detail<'a> {
    /// The proof of this thought, as one of several in the answer.
    pub(super) fn new(sealed: &'a Sealed<'a>, thought: &'a str, index: usize) -> Self {
        let encrypted = Self {
            r#type: "reasoning.encrypted",
            id: None,
            text: None,
            signature: None,
            data: None,
            format: "anthropic-claude-v1",
            index,
        };
        match sealed {
            Sealed::Signature(signature) => {
                Self { r#type: "reasoning.text", text: Some(thought), signature: Some(signature), ..encrypted }
            }
            Sealed::Redacted(data) => Self { data: Some(data), ..encrypted },
            Sealed::OpenAi(one) => Self {
                id: Some(&one.id),
                data: Some(&one.encrypted_content),
                format: "openai-responses-v1",
                ..encrypted
            },
        }
    }
}

/// A picture, as OpenRouter spells it.
#[derive(Serialize)]
pub(super) struct ImagePart {
    r#type: &'static str,
    index: usize,
    image_url: ImageUrl,
}

#[derive(Serialize)]
struct ImageUrl {
    url: String,
}

impl ImagePart {
    pub(super) fn new(media_type: &str, base64: &str, index: usize) -> Self {
        Self { r#type: "image_url", index, image_url: ImageUrl { url: data_url(media_type, base64) } }
    }
}

/// Likelihoods of the words, or of the refusal.
#[derive(Serialize)]
pub(super) struct LogProbs<'a> {
    content: Option<Vec<WireToken<'a>>>,
    refusal: Option<Vec<WireToken<'a>>>,
}

impl<'a> LogProbs<'a> {
    pub(super) fn new(content: &'a [TokenLogProb], refusal: &'a [TokenLogProb]) -> Option<Self> {
        let spell = |tokens: &'a [TokenLogProb]| (!tokens.is_empty()).then(|| logprobs::spell(tokens));
        let (content, refusal) = (spell(content), spell(refusal));
        (content.is_some() || refusal.is_some()).then_some(Self { content, refusal })
    }
}

/// The vendor's word. OpenAI says `stop` after a refusal in words; one without words is the filter's.
pub(super) fn finish_reason(reason: FinishReason, has_refusal: bool) -> &'static str {
    match reason {
        FinishReason::Stop | FinishReason::Other => "stop",
        FinishReason::Length => "length",
        FinishReason::ToolCalls => "tool_calls",
        FinishReason::ContentFilter => "content_filter",
        FinishReason::Refusal if has_refusal => "stop",
        FinishReason::Refusal => "content_filter",
    }
}
