//! A caller sends back what he was told: the vendor's proofs of its thoughts arrive at the vendor again.

use dialects::{AnswerMeta, Dialect, decode_request, encode_answer};
use models::chat::{ChatDelta, ChatPart};
use models::run::FinishReason;
use serde_json::{Value, json};

fn meta() -> AnswerMeta {
    AnswerMeta { id: "resp_1".to_owned(), model: "default".to_owned(), ..AnswerMeta::default() }
}

/// The answer as the caller of a dialect puts it into his next request.
fn sent_back(dialect: Dialect, deltas: &[ChatDelta]) -> Vec<ChatPart> {
    let answer: Value = serde_json::from_slice(&encode_answer(dialect, &meta(), deltas)).unwrap();
    let body = match dialect {
        Dialect::OpenAiChat => {
            json!({"model": "m", "messages": [answer["choices"][0]["message"], {"role": "user", "content": "Go on."}]})
        }
        Dialect::AnthropicMessages => json!({"model": "m", "max_tokens": 9, "messages": [
            {"role": "assistant", "content": answer["content"]}, {"role": "user", "content": "Go on."},
        ]}),
        Dialect::OpenAiResponses => {
            let mut input = answer["output"].as_array().unwrap().clone();
            input.push(json!({"role": "user", "content": "Go on."}));
            json!({"model": "m", "input": input})
        }
        Dialect::Ollama => {
            json!({"model": "m", "messages": [answer["message"], {"role": "user", "content": "Go on."}]})
        }
    };
    let mut request = decode_request(dialect, &serde_json::to_vec(&body).unwrap()).unwrap();
    request.messages.pop();
    request.messages.into_iter().flat_map(|message| message.parts).collect()
}

fn answer(thought: &[ChatDelta]) -> Vec<ChatDelta> {
    let call = [
        ChatDelta::Text { text: "Looking.".to_owned() },
        ChatDelta::ToolCallStarted { index: 0, id: "call_0".to_owned(), name: "look".to_owned() },
        ChatDelta::ToolCallArguments { index: 0, text: r#"{"at":1}"#.to_owned() },
        ChatDelta::Finished { reason: FinishReason::ToolCalls },
    ];
    [thought, &call].concat()
}

fn reasoning(text: &str, signature: Option<&str>, encrypted: Option<&str>) -> ChatPart {
    let owned = |text: &str| text.to_owned();
    ChatPart::Reasoning { text: owned(text), signature: signature.map(owned), encrypted: encrypted.map(owned) }
}

fn words() -> [ChatPart; 2] {
    let call =
        ChatPart::ToolCall { id: "call_0".to_owned(), name: "look".to_owned(), arguments: r#"{"at":1}"#.to_owned() };
    [ChatPart::Text("Looking.".to_owned()), call]
}

#[test]
fn anthropics_signature_comes_back_with_its_thought() {
    let thought = ChatDelta::Reasoning { text: "Hm.".to_owned() };
    let signature = ChatDelta::ReasoningSignature { signature: "EqQB".to_owned() };
    let redacted = ChatDelta::EncryptedReasoning { data: "EmwK".to_owned() };
    let told = answer(&[thought, signature, redacted]);
    for dialect in [Dialect::OpenAiChat, Dialect::AnthropicMessages, Dialect::OpenAiResponses] {
        let expected = [&[reasoning("Hm.", Some("EqQB"), None), reasoning("", None, Some("EmwK"))][..], &words()];
        assert_eq!(sent_back(dialect, &told), expected.concat(), "{dialect:?}");
    }
}

#[test]
fn what_openai_encrypted_comes_back_with_its_id() {
    let data = r#"{"id":"rs_9","encrypted_content":"gAAA"}"#;
    let told = answer(&[ChatDelta::EncryptedReasoning { data: data.to_owned() }]);
    for dialect in [Dialect::OpenAiChat, Dialect::AnthropicMessages, Dialect::OpenAiResponses] {
        let expected = [&[reasoning("", None, Some(data))][..], &words()];
        assert_eq!(sent_back(dialect, &told), expected.concat(), "{dialect:?}");
    }
}

#[test]
fn ollama_has_no_place_for_proofs() {
    let thought = ChatDelta::Reasoning { text: "Hm.".to_owned() };
    let signature = ChatDelta::ReasoningSignature { signature: "EqQB".to_owned() };
    let expected = [&[reasoning("Hm.", None, None)][..], &words()];
    assert_eq!(sent_back(Dialect::Ollama, &answer(&[thought, signature])), expected.concat());
}
