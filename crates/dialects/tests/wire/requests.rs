//! Requests as every vendor gets them.

use dialects::{Dialect, encode};
use models::chat::{ChatMessage, ChatPart, ChatRequest, ChatRole, Effort, RawJson, ToolSpec};
use serde_json::{Value, json};

use crate::decoded::{Recording, assert_golden};

fn user(parts: impl Into<Vec<ChatPart>>) -> ChatMessage {
    ChatMessage { role: ChatRole::User, parts: parts.into() }
}

fn assistant(parts: impl Into<Vec<ChatPart>>) -> ChatMessage {
    ChatMessage { role: ChatRole::Assistant, parts: parts.into() }
}

fn text(text: &str) -> ChatPart {
    ChatPart::Text(text.to_owned())
}

fn thought(text: &str, signature: Option<&str>, encrypted: Option<&str>) -> ChatPart {
    ChatPart::Reasoning {
        text: text.to_owned(),
        signature: signature.map(str::to_owned),
        encrypted: encrypted.map(str::to_owned),
    }
}

fn call(id: &str, name: &str, arguments: &str) -> ChatPart {
    ChatPart::ToolCall { id: id.to_owned(), name: name.to_owned(), arguments: arguments.to_owned() }
}

fn result(id: &str, text: &str, is_error: bool) -> ChatPart {
    ChatPart::tool_result(id, text, is_error)
}

fn request(model: &str, messages: impl Into<Vec<ChatMessage>>) -> ChatRequest {
    ChatRequest { model: model.to_owned(), messages: messages.into(), stream: true, ..ChatRequest::default() }
}

/// Compares with the snapshot `tests/requests/<dialect>/<name>.snap`: the path, then the body with sorted keys.
fn check(dialect: Dialect, name: &str, request: &ChatRequest) {
    let encoded = encode(dialect, request);
    let mut body: Value = serde_json::from_slice(&encoded.body).unwrap();
    body.sort_all_objects();
    let golden = format!("POST {}\n{}", encoded.path, serde_json::to_string_pretty(&body).unwrap());
    assert_golden("requests", &Recording { dialect, name: name.to_owned(), bytes: Vec::new() }, &golden);
}

fn check_all(name: &str, request: &ChatRequest) {
    Dialect::ALL.into_iter().for_each(|dialect| check(dialect, name, request));
}

#[test]
fn a_plain_question() {
    check_all("plain", &ChatRequest { stream: false, ..request("m", [user([text("Hello")])]) });
}

#[test]
fn all_parameters() {
    check_all(
        "parameters",
        &ChatRequest {
            system: Some("Be brief.".to_owned()),
            temperature: Some(1.5),
            top_p: Some(0.9),
            max_output_tokens: Some(500),
            ..request("claude-3-5-haiku-latest", [user([text("Hello")])])
        },
    );
}

#[test]
fn pictures() {
    let picture = ChatPart::image("image/png", "iVBORw0KGgo=");
    let drawn = ChatPart::image("image/png", "AAAA");
    check_all(
        "pictures",
        &request(
            "m",
            [
                user([text("What is this?"), picture.clone(), text("And this?"), picture]),
                assistant([text("A dot."), drawn]),
                user([text("Thanks")]),
            ],
        ),
    );
}

#[test]
fn a_round_of_tools() {
    let weather = ToolSpec {
        name: "get_weather".to_owned(),
        description: "The weather in a city.".to_owned(),
        parameters: RawJson::from(
            &json!({"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}),
        ),
        strict: None,
    };
    let calls = [
        text("Let me look."),
        call("c1", "get_weather", r#"{"city": "Paris"}"#),
        call("c2", "get_weather", r#"{"city": "#),
        call("c3", "get_time", ""),
    ];
    let results = [
        text("Be quick."),
        result("c1", "Sunny", false),
        result("c2", "Arguments are not JSON", true),
        result("c3", "12:00", false),
    ];
    check_all(
        "tools",
        &ChatRequest {
            tools: vec![weather],
            ..request("m", [user([text("Weather?")]), assistant(calls), user(results)])
        },
    );
}

#[test]
fn earlier_thoughts() {
    let ours = r#"{"id":"rs_1","encrypted_content":"gAAAAAB"}"#;
    check_all(
        "thoughts",
        &request(
            "m",
            [
                user([text("One?")]),
                assistant([
                    thought("Signed.", Some("EqQB"), None),
                    thought("", None, Some("EmwKAhgB")),
                    thought("Summary.", None, Some(ours)),
                    thought("Bare.", None, None),
                    text("One."),
                ]),
                user([text("Two?")]),
                assistant([thought("Cut off here.", Some("EqQC"), None)]),
                user([text("Well?")]),
            ],
        ),
    );
}

#[test]
fn messages_in_a_row_and_empty_ones() {
    check_all(
        "rows",
        &ChatRequest {
            system: Some(String::new()),
            ..request(
                "m",
                [
                    user([text("First")]),
                    user([text(""), text("second")]),
                    assistant([]),
                    user([]),
                    assistant([text("Part one."), text("Part two.")]),
                    user([text("Go on")]),
                ],
            )
        },
    );
}

#[test]
fn an_answer_to_go_on_with() {
    let messages = [user([text("Tell a story")]), assistant([text("Once upon a time, \n")])];
    check(Dialect::OpenAiChat, "continue", &request("gpt-4o", messages.clone()));
    check(Dialect::OpenAiResponses, "continue", &request("gpt-4o", messages.clone()));
    check(Dialect::Ollama, "continue", &request("llama3.2", messages.clone()));
    check(Dialect::AnthropicMessages, "continue_prefill", &request("claude-sonnet-4-5", messages.clone()));
    check(Dialect::AnthropicMessages, "continue", &request("claude-opus-4-6", messages));
}

#[test]
fn thoughts_alone_are_nothing_to_go_on_with() {
    let cut = [user([text("Tell a story")]), assistant([thought("Hm", None, None)])];
    let asked = [user([text("Tell a story")])];
    for dialect in Dialect::ALL {
        assert_eq!(encode(dialect, &request("m", cut.clone())), encode(dialect, &request("m", asked.clone())));
    }
}

#[test]
fn an_effort_to_think() {
    let think = |model| ChatRequest {
        system: Some("Be brief.".to_owned()),
        reasoning_effort: Some(Effort::Medium),
        temperature: Some(0.2),
        max_output_tokens: Some(1000),
        ..request(model, [user([text("Why?")])])
    };
    check(Dialect::OpenAiChat, "effort_openai", &think("o4-mini"));
    check(Dialect::OpenAiChat, "effort_groq", &think("openai/gpt-oss-20b"));
    check(Dialect::OpenAiResponses, "effort", &think("gpt-5"));
    check(Dialect::Ollama, "effort_switch", &think("qwen3:8b"));
    check(Dialect::Ollama, "effort_level", &think("gpt-oss:20b"));
    check(Dialect::AnthropicMessages, "effort_none", &think("claude-3-5-haiku-20241022"));
    check(Dialect::AnthropicMessages, "effort_budget", &think("claude-sonnet-4-20250514"));
    check(Dialect::AnthropicMessages, "effort_adaptive", &think("claude-sonnet-4-6"));
    check(Dialect::AnthropicMessages, "effort_hidden_thoughts", &think("claude-opus-4-7"));
}

#[test]
fn a_thinking_claude_that_goes_on_with_words_does_not_think() {
    let messages = [user([text("Tell a story")]), assistant([text("Once")])];
    let request = ChatRequest { reasoning_effort: Some(Effort::High), ..request("claude-sonnet-4-5", messages) };
    check(Dialect::AnthropicMessages, "continue_without_thinking", &request);
}

#[test]
fn a_question_without_a_stream_asks_for_none() {
    let encoded = encode(Dialect::OpenAiChat, &ChatRequest { stream: false, ..request("m", [user([text("Hi")])]) });
    let expected = r#"{"model":"m","messages":[{"role":"user","content":"Hi"}],"stream":false}"#;
    assert_eq!(String::from_utf8(encoded.body).unwrap(), expected);
}
