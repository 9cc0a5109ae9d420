//! Tokens, guessed where no vendor has counted them: for `/v1/messages/count_tokens` with other vendors' models, and
//! for budgets that are reserved before a call.

use models::chat::{ChatPart, ChatRequest, ResponseFormat, Source};

use crate::encode::all_parts;

/// Bytes of English, code and JSON to a token: about four, as OpenAI's help says.
const ASCII_BYTES_PER_TOKEN: usize = 4;
/// What vendors add to a message: its role and its marks.
const MESSAGE_TOKENS: usize = 4;
/// What vendors add to a tool: its marks.
const TOOL_TOKENS: usize = 12;
/// A picture that is not scaled down: Anthropic counts up to 1,600, OpenAI up to 1,445.
const PICTURE_TOKENS: usize = 1_600;
/// Characters of a document's base64 to a token: a page of PDF has some 50,000 and counts for some 2,500.
const DOCUMENT_CHARS_PER_TOKEN: usize = 20;
/// Bytes of JSON text to a token where only the body's bytes are known; errs towards too many.
const BODY_BYTES_PER_TOKEN: usize = 3;

/// How many tokens a request's prompt has, roughly.
pub fn estimate_tokens(request: &ChatRequest) -> u64 {
    let system = request.system.as_deref().map_or(0, |system| text(system) + MESSAGE_TOKENS);
    let parts: usize = all_parts(request).map(part).sum();
    let tools: usize = request
        .tools
        .iter()
        .map(|tool| TOOL_TOKENS + text(&tool.name) + text(&tool.description) + text(tool.parameters.as_str()))
        .sum();
    let format = match &request.response_format {
        Some(ResponseFormat::JsonSchema(format)) => text(format.schema.as_str()),
        Some(ResponseFormat::Text | ResponseFormat::JsonObject) | None => 0,
    };
    (system + parts + tools + format + request.messages.len() * MESSAGE_TOKENS) as u64
}

/// How many tokens a text has, roughly. Outside of ASCII a character is a token.
pub fn estimate_text_tokens(words: &str) -> u64 {
    text(words) as u64
}

/// The same for words of which only the number of bytes is known.
pub(crate) fn of_bytes(text_bytes: usize) -> u64 {
    text_bytes.div_ceil(BODY_BYTES_PER_TOKEN) as u64
}

/// Bytes in base64 count as a picture; short ones, such as encrypted thoughts, as no more than words would.
pub(crate) fn of_blob(base64_bytes: usize) -> u64 {
    of_bytes(base64_bytes).min(PICTURE_TOKENS as u64)
}

fn text(words: &str) -> usize {
    let (mut ascii, mut others) = (0_usize, 0_usize);
    for byte in words.bytes() {
        if byte.is_ascii() {
            ascii += 1;
        } else if byte >= 0xC0 {
            // The first byte of a character.
            others += 1;
        }
    }
    ascii.div_ceil(ASCII_BYTES_PER_TOKEN) + others
}

fn part(part: &ChatPart) -> usize {
    match part {
        ChatPart::Text(words) | ChatPart::Refusal(words) => text(words),
        ChatPart::Reasoning { text: words, encrypted, .. } => {
            text(words) + encrypted.as_ref().map_or(0, |data| data.len() / ASCII_BYTES_PER_TOKEN)
        }
        ChatPart::ToolCall { name, arguments, .. } => MESSAGE_TOKENS + text(name) + text(arguments),
        // Its parts are counted by themselves.
        ChatPart::ToolResult { .. } => MESSAGE_TOKENS,
        ChatPart::Image { .. } => PICTURE_TOKENS,
        ChatPart::File { source, .. } => match source {
            Source::Base64 { data, .. } => (data.len() / DOCUMENT_CHARS_PER_TOKEN).max(1),
            Source::Url(_) | Source::VendorFile(_) => PICTURE_TOKENS,
        },
    }
}
