//! Vendors' errors, in their words.

use dialects::{Dialect, decode_error};
use models::chat::VendorError;
use models::chat::VendorErrorKind::{
    self, BadRequest, ContextTooLong, Forbidden, NotFound, RateLimited, Unauthorized, Unavailable,
};

#[track_caller]
fn check(dialect: Dialect, status: u16, body: &str, expected: (VendorErrorKind, &str, Option<&str>)) {
    let (kind, message, code) = expected;
    let expected = VendorError { kind, message: message.to_owned(), code: code.map(str::to_owned) };
    assert_eq!(decode_error(dialect, status, body.as_bytes()), expected);
}

#[test]
fn openai() {
    let check = |status, body, expected| check(Dialect::OpenAiChat, status, body, expected);
    check(
        401,
        r#"{"error":{"message":"Incorrect API key provided: sk-x***y.","type":"invalid_request_error","param":null,"code":"invalid_api_key"}}"#,
        (Unauthorized, "Incorrect API key provided: sk-x***y.", Some("invalid_api_key")),
    );
    check(
        429,
        r#"{"error":{"message":"You exceeded your current quota, please check your plan and billing details.","type":"insufficient_quota","param":null,"code":"insufficient_quota"}}"#,
        (
            Forbidden,
            "You exceeded your current quota, please check your plan and billing details.",
            Some("insufficient_quota"),
        ),
    );
    check(
        429,
        r#"{"error":{"message":"Rate limit reached for gpt-4o","type":"tokens","param":null,"code":"rate_limit_exceeded"}}"#,
        (RateLimited, "Rate limit reached for gpt-4o", Some("rate_limit_exceeded")),
    );
    check(
        400,
        r#"{"error":{"message":"This model's maximum context length is 128000 tokens.","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}}"#,
        (ContextTooLong, "This model's maximum context length is 128000 tokens.", Some("context_length_exceeded")),
    );
    check(
        404,
        r#"{"error":{"message":"The model `gpt-9` does not exist or you do not have access to it.","type":"invalid_request_error","param":null,"code":"model_not_found"}}"#,
        (NotFound, "The model `gpt-9` does not exist or you do not have access to it.", Some("model_not_found")),
    );
    check(
        400,
        r#"{"error":{"message":"Unsupported parameter: 'max_tokens'","type":"invalid_request_error","param":"max_tokens","code":null}}"#,
        (BadRequest, "Unsupported parameter: 'max_tokens'", Some("invalid_request_error")),
    );
    check(
        500,
        r#"{"error":{"message":"The server had an error","type":"server_error","param":null,"code":null}}"#,
        (Unavailable, "The server had an error", Some("server_error")),
    );
}

#[test]
fn groq_and_openrouter() {
    let check = |status, body, expected| check(Dialect::OpenAiChat, status, body, expected);
    check(
        413,
        r#"{"error":{"message":"Request too large for model `llama-3.1-8b-instant` on tokens per minute (TPM)","type":"tokens","code":"rate_limit_exceeded"}}"#,
        (
            ContextTooLong,
            "Request too large for model `llama-3.1-8b-instant` on tokens per minute (TPM)",
            Some("rate_limit_exceeded"),
        ),
    );
    check(
        402,
        r#"{"error":{"message":"Insufficient credits. Add more using https://openrouter.ai/settings/credits","code":402},"user_id":"u"}"#,
        (Forbidden, "Insufficient credits. Add more using https://openrouter.ai/settings/credits", Some("402")),
    );
    check(
        400,
        r#"{"error":{"message":"Provider returned error","code":400,"metadata":{"raw":"{\"error\":{\"message\":\"messages: at least one is required\"}}","provider_name":"X"}}}"#,
        (BadRequest, "messages: at least one is required", Some("400")),
    );
    check(
        503,
        r#"{"error":{"message":"Provider returned error","code":503,"metadata":{"raw":"no healthy upstream"}}}"#,
        (Unavailable, "no healthy upstream", Some("503")),
    );
}

#[test]
fn compatible_servers() {
    let check = |status, body, expected| check(Dialect::OpenAiChat, status, body, expected);
    check(
        400,
        r#"{"object":"error","message":"top_p must be in (0, 1]","type":"BadRequestError","code":400}"#,
        (BadRequest, "top_p must be in (0, 1]", Some("400")),
    );
    check(
        400,
        r#"{"error":{"code":400,"message":"the request exceeds the available context size","type":"exceed_context_size_error"}}"#,
        (ContextTooLong, "the request exceeds the available context size", Some("400")),
    );
    check(404, r#"{"detail":"Not Found"}"#, (NotFound, "Not Found", None));
    check(
        422,
        r#"{"detail":[{"loc":["body","model"],"msg":"Field required","type":"missing"}]}"#,
        (BadRequest, "Field required", None),
    );
    check(
        400,
        r#"[{"error":{"code":400,"message":"API key not valid.","status":"INVALID_ARGUMENT"}}]"#,
        (BadRequest, "API key not valid.", Some("400")),
    );
}

#[test]
fn anthropic() {
    let check = |status, body, expected| check(Dialect::AnthropicMessages, status, body, expected);
    check(
        401,
        r#"{"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"},"request_id":"req_1"}"#,
        (Unauthorized, "invalid x-api-key", Some("authentication_error")),
    );
    check(
        400,
        r#"{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 201000 tokens > 200000 maximum"}}"#,
        (ContextTooLong, "prompt is too long: 201000 tokens > 200000 maximum", Some("invalid_request_error")),
    );
    check(
        400,
        r#"{"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low to access the Anthropic API."}}"#,
        (Forbidden, "Your credit balance is too low to access the Anthropic API.", Some("invalid_request_error")),
    );
    check(
        413,
        r#"{"type":"error","error":{"type":"request_too_large","message":"Request exceeds the maximum size"}}"#,
        (ContextTooLong, "Request exceeds the maximum size", Some("request_too_large")),
    );
    check(
        529,
        r#"{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"#,
        (Unavailable, "Overloaded", Some("overloaded_error")),
    );
}

#[test]
fn ollama() {
    let check = |status, body, expected| check(Dialect::Ollama, status, body, expected);
    check(
        404,
        r#"{"error":"model \"x\" not found, try pulling it first"}"#,
        (NotFound, "model \"x\" not found, try pulling it first", None),
    );
    check(
        400,
        r#"{"error":"\"llama3.2\" does not support thinking"}"#,
        (BadRequest, "\"llama3.2\" does not support thinking", None),
    );
}

#[test]
fn a_body_without_words_is_a_sentence_with_the_status() {
    for body in [
        "",
        "{}",
        "null",
        "[]",
        "{\"error\":{}}",
        "{\"error\":\"\"}",
        "<html><title>502</title></html>",
        "{\"cut",
        "\u{1}\u{2}",
    ] {
        check(Dialect::OpenAiChat, 502, body, (Unavailable, "The vendor answered 502 without an explanation.", None));
    }
    assert_eq!(
        decode_error(Dialect::Ollama, 401, b"\xff\xfe").message,
        "The vendor answered 401 without an explanation."
    );
}

#[test]
fn a_short_text_is_the_vendors_sentence_and_a_long_one_is_cut() {
    check(Dialect::Ollama, 503, "upstream connect error\n", (Unavailable, "upstream connect error", None));
    let long = format!(r#"{{"error":"{}"}}"#, "ä".repeat(5000));
    assert_eq!(decode_error(Dialect::Ollama, 500, long.as_bytes()).message, "ä".repeat(1000));
}
