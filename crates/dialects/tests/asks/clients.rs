//! Requests as official clients and coding agents write them, spelled for every other vendor. Adding a case is adding
//! a file.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use dialects::{Dialect, decode_generate, decode_request, translate};
use models::chat::{ChatMessage, ChatPart, ChatRequest, ChatRole};
use serde_json::Value;

/// The dialects with the folders of their clients, and a model that answers others' clients.
const FOLDERS: [(Dialect, &str, &str); 4] = [
    (Dialect::OpenAiChat, "open_ai_chat", "gpt-4.1"),
    (Dialect::AnthropicMessages, "anthropic_messages", "claude-sonnet-4-5"),
    (Dialect::Ollama, "ollama", "qwen3:8b"),
    (Dialect::OpenAiResponses, "open_ai_responses", "gpt-5.2"),
];

/// What every dialect makes of a request: what it drops and sends, or why it refuses.
fn tell(from: Dialect, request: &ChatRequest) -> String {
    let mut out = String::new();
    for (to, _, model) in FOLDERS {
        // Requests for the own vendor are passed on as they are.
        if to == from {
            continue;
        }
        let request = ChatRequest { model: model.to_owned(), ..request.clone() };
        match translate(from, to, &request) {
            Ok(translated) => {
                let mut body: Value = serde_json::from_slice(&translated.encoded.body).unwrap();
                body.sort_all_objects();
                let body = serde_json::to_string_pretty(&body).unwrap();
                let dropped = translated.dropped.join(", ");
                writeln!(out, "{to:?}\ndropped: {dropped}\nPOST {}\n{body}\n", translated.encoded.path).unwrap();
            }
            Err(unsupported) => writeln!(out, "{to:?}\nrefused: {unsupported}\n").unwrap(),
        }
    }
    out
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    files
}

#[test]
fn clients_requests_reach_every_vendor_in_its_own_words() {
    for (from, name, _) in FOLDERS {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clients").join(name);
        for path in files(&folder) {
            let request = decode_request(from, &std::fs::read(&path).unwrap()).unwrap();
            let mut settings = insta::Settings::clone_current();
            settings.set_snapshot_path(&folder);
            settings.set_prepend_module_to_snapshot(false);
            settings.set_omit_expression(true);
            settings.bind(|| {
                insta::assert_snapshot!(path.file_stem().unwrap().to_str().unwrap(), tell(from, &request));
            });
        }
    }
}

#[test]
fn arguments_and_schemas_stay_as_they_were_written() {
    let body = br#"{"model":"m","max_tokens":1,"messages":[{"role":"assistant","content":[
        {"type":"tool_use","id":"t","name":"n","input":{"z":1.0, "a":12345678901234567890}}]}],
        "tools":[{"name":"n","input_schema":{"type":"object", "properties":{"z":{},"a":{}}}}]}"#;
    let request = decode_request(Dialect::AnthropicMessages, body).unwrap();
    let call = ChatPart::ToolCall {
        id: "t".to_owned(),
        name: "n".to_owned(),
        arguments: r#"{"z":1.0, "a":12345678901234567890}"#.to_owned(),
    };
    assert_eq!(request.messages, [ChatMessage { role: ChatRole::Assistant, parts: vec![call] }]);
    let translated = translate(Dialect::AnthropicMessages, Dialect::OpenAiChat, &request).unwrap();
    let body = String::from_utf8(translated.encoded.body).unwrap();
    assert!(body.contains(r#""parameters":{"type":"object", "properties":{"z":{},"a":{}}}"#), "{body}");
}

#[test]
fn a_prompt_for_generate_is_a_conversation_of_one_message() {
    let body = br#"{"model":"m","prompt":"Hi","system":"Be brief.","images":["R0lGODlh"],"options":{"num_predict":5},
        "suffix":"","raw":false,"context":[]}"#;
    let parts = vec![ChatPart::Text("Hi".to_owned()), ChatPart::image("image/gif", "R0lGODlh")];
    let expected = ChatRequest {
        model: "m".to_owned(),
        system: Some("Be brief.".to_owned()),
        messages: vec![ChatMessage { role: ChatRole::User, parts }],
        max_output_tokens: Some(5),
        stream: true,
        ..ChatRequest::default()
    };
    assert_eq!(decode_generate(body).unwrap(), expected);
    let load = ChatRequest { model: "m".to_owned(), stream: true, ..ChatRequest::default() };
    assert_eq!(decode_generate(br#"{"model":"m"}"#).unwrap(), load);
}

/// What a caller of one dialect sends back of a thought is again what its vendor wrote.
#[test]
fn proofs_of_thoughts_return_to_their_vendor() {
    use Dialect::{AnthropicMessages, OpenAiChat, OpenAiResponses};
    let signed = r#"{"type":"thinking","thinking":"Hm","signature":"EqQ"}"#;
    let redacted = r#"{"type":"redacted_thinking","data":"Emw"}"#;
    let encrypted = r#""id":"rs_1","encrypted_content":"gAA""#;
    for (from, body, to, expected) in [
        (
            OpenAiChat,
            r#"{"model":"m","messages":[{"role":"assistant","content":"a","reasoning_content":"Hm",
                "reasoning_details":[{"type":"reasoning.text","text":"Hm","signature":"EqQ","index":0}]}]}"#,
            AnthropicMessages,
            signed,
        ),
        (
            OpenAiChat,
            r#"{"model":"m","messages":[{"role":"assistant","content":"a","reasoning_details":
                [{"type":"reasoning.encrypted","id":"rs_1","data":"gAA","format":"openai-responses-v1"}]}]}"#,
            OpenAiResponses,
            encrypted,
        ),
        (
            OpenAiResponses,
            r#"{"model":"m","input":[{"type":"reasoning","id":"rs_0","encrypted_content":"anthropic-signature:EqQ",
                "summary":[{"type":"summary_text","text":"Hm"}]},{"role":"assistant","content":"a"}]}"#,
            AnthropicMessages,
            signed,
        ),
        (
            OpenAiResponses,
            r#"{"model":"m","input":[{"type":"reasoning","id":"rs_0","encrypted_content":"anthropic-redacted:Emw",
                "summary":[]},{"role":"assistant","content":"a"}]}"#,
            AnthropicMessages,
            redacted,
        ),
        (
            AnthropicMessages,
            r#"{"model":"m","messages":[{"role":"assistant","content":[{"type":"redacted_thinking",
                "data":"{\"id\":\"rs_1\",\"encrypted_content\":\"gAA\"}"},{"type":"text","text":"a"}]}]}"#,
            OpenAiResponses,
            encrypted,
        ),
    ] {
        let request = decode_request(from, body.as_bytes()).unwrap();
        let sent = String::from_utf8(translate(from, to, &request).unwrap().encoded.body).unwrap();
        assert!(sent.contains(expected), "{sent}");
    }
}
