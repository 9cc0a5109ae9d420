//! Requests that are refused, with the field that is at fault in the caller's own spelling.

use dialects::{Dialect, RequestError, decode_generate, decode_request, translate};
use models::chat::{ChatMessage, ChatPart, ChatRequest, ChatRole, Source};

/// The error of a body in which `#` stands for a minimal request's fields.
fn refused(dialect: Dialect, body: &str) -> String {
    let fields = match dialect {
        Dialect::OpenAiResponses => r#""model":"m","input":"Hi""#,
        _ => r#""model":"m","messages":[{"role":"user","content":"Hi"}]"#,
    };
    let error = decode_request(dialect, body.replace('#', fields).as_bytes()).unwrap_err();
    error.to_string()
}

#[test]
fn a_broken_request_is_told_where() {
    use Dialect::{AnthropicMessages, Ollama, OpenAiChat, OpenAiResponses};
    for (dialect, body, message) in [
        (OpenAiChat, "[]", "`body` must be an object."),
        (OpenAiChat, r#"{"messages":[]}"#, "`model` is required."),
        (OpenAiChat, r#"{"model":"m"}"#, "`messages` is required."),
        (OpenAiChat, r#"{"model":"m","messages":{}}"#, "`messages` must be a list."),
        (OpenAiChat, r#"{#,"temperature":"hot"}"#, "`temperature` must be a number."),
        (OpenAiChat, r#"{#,"max_tokens":-1}"#, "`max_tokens` must be a whole number that is not negative."),
        (
            OpenAiChat,
            r#"{"model":"m","messages":[{"role":"robot","content":"Hi"}]}"#,
            "`messages[0].role` must be `system`, `developer`, `user`, `assistant` or `tool`.",
        ),
        (
            OpenAiChat,
            r#"{"model":"m","messages":[{"role":"user","content":[{"type":"text"}]}]}"#,
            "`messages[0].content[0].text` is required.",
        ),
        (
            AnthropicMessages,
            r#"{"model":"m","messages":[{"role":"assistant","content":[{"type":"tool_use","id":"t","name":"n","input":1}]}]}"#,
            "`messages[0].content[0].input` must be an object.",
        ),
        (OpenAiResponses, r#"{"model":"m","input":3}"#, "`input` must be a list."),
        (Ollama, r#"{#,"options":{"seed":"x"}}"#, "`options.seed` must be a whole number."),
    ] {
        assert_eq!(refused(dialect, body), message, "{body}");
    }
}

#[test]
fn what_only_one_vendor_offers_is_named() {
    use Dialect::{AnthropicMessages, OpenAiChat, OpenAiResponses};
    for (dialect, body, field) in [
        (OpenAiChat, r#"{#,"modalities":["text","audio"]}"#, "modalities"),
        (OpenAiChat, r#"{#,"audio":{"voice":"alloy"}}"#, "audio"),
        (OpenAiChat, r#"{#,"web_search_options":{}}"#, "web_search_options"),
        (OpenAiChat, r#"{#,"tools":[{"type":"custom","custom":{"name":"n"}}]}"#, "tools[0].type"),
        (OpenAiChat, r#"{#,"functions":[{"name":"n"}]}"#, "functions"),
        (
            OpenAiChat,
            r#"{"model":"m","messages":[{"role":"user","content":[{"type":"input_audio","input_audio":{}}]}]}"#,
            "messages[0].content[0].type",
        ),
        (OpenAiResponses, r#"{#,"previous_response_id":"resp_1"}"#, "previous_response_id"),
        (OpenAiResponses, r#"{#,"background":true}"#, "background"),
        (OpenAiResponses, r#"{#,"tools":[{"type":"web_search"}]}"#, "tools[0].type"),
        (OpenAiResponses, r#"{"model":"m","input":[{"type":"item_reference","id":"msg_1"}]}"#, "input[0].type"),
        (AnthropicMessages, r#"{#,"tools":[{"type":"web_search_20250305","name":"web_search"}]}"#, "tools[0].type"),
        (AnthropicMessages, r#"{#,"container":"c"}"#, "container"),
        (
            AnthropicMessages,
            r#"{"model":"m","messages":[{"role":"user","content":[{"type":"document","citations":{"enabled":true},
                "source":{"type":"text","data":"x"}}]}]}"#,
            "messages[0].content[0].citations.enabled",
        ),
    ] {
        assert_eq!(refused(dialect, body), format!("`{field}` is not supported for this model."), "{body}");
    }
    let generate = decode_generate(br#"{"model":"m","prompt":"Hi","raw":true}"#);
    assert_eq!(generate, Err(RequestError::Unsupported { field: "raw".to_owned() }));
}

#[test]
fn null_is_absent() {
    let body = br##"{"model":"m","messages":[{"role":"user","content":"Hi"}],"temperature":null,"audio":null}"##;
    let expected = ChatRequest {
        model: "m".to_owned(),
        messages: vec![ChatMessage { role: ChatRole::User, parts: vec![ChatPart::Text("Hi".to_owned())] }],
        ..ChatRequest::default()
    };
    assert_eq!(decode_request(Dialect::OpenAiChat, body), Ok(expected));
}

#[test]
fn a_vendors_file_goes_to_that_vendor_only() {
    use Dialect::{AnthropicMessages, OpenAiChat, OpenAiResponses};
    let file = ChatPart::File { name: None, source: Source::VendorFile("file-1".to_owned()) };
    let messages = vec![ChatMessage { role: ChatRole::User, parts: vec![file] }];
    let request = ChatRequest { model: "m".to_owned(), messages, ..ChatRequest::default() };
    let fields = |from, to| translate(from, to, &request).map(|_| ()).map_err(|unsupported| unsupported.field);
    assert_eq!(fields(OpenAiChat, OpenAiResponses), Ok(()));
    assert_eq!(fields(OpenAiChat, AnthropicMessages), Err("messages.content.file.file_id".to_owned()));
    assert_eq!(fields(AnthropicMessages, OpenAiChat), Err("messages.content.source.file_id".to_owned()));
    assert_eq!(fields(OpenAiResponses, AnthropicMessages), Err("input.content.file_id".to_owned()));
}
