//! What is read of requests that are passed on, and what is changed in them.

use bytes::Bytes;
use dialects::{Dialect, RequestError, Rewrite, peek_request, rewrite_request};
use proptest::prelude::*;
use serde_json::Value;

use crate::requests::any_request;

fn rewritten(dialect: Dialect, body: &str, rewrite: Rewrite<'_>) -> String {
    let body = Bytes::from(body.to_owned());
    let peek = peek_request(dialect, &body).unwrap();
    String::from_utf8(rewrite_request(&body, &peek, &rewrite).concat()).unwrap()
}

#[test]
fn what_decides_is_found_wherever_it_is_written() {
    let body = br#" { "messages" : [{"role":"user","content":"a \"model\": {[\\"}], "stream":true,
        "stream_options":{"include_usage":false}, "m\u006fdel" : "a\/b", "max_tokens":5, "max_completion_tokens": 7,
        "n":2, "tools":[ ], "metadata":{"user_id":"u"} } "#;
    let peek = peek_request(Dialect::OpenAiChat, body).unwrap();
    assert_eq!((peek.model.as_ref(), &body[peek.model_span.clone()]), ("a/b", br#""a\/b""#.as_slice()));
    assert_eq!((peek.stream, peek.include_usage, peek.has_tools), (true, Some(false), false));
    assert_eq!((peek.max_output_tokens, peek.n, peek.user.as_deref()), (Some(7), 2, Some("u")));
    let responses = br#"{"model":"m","input":"Hi","previous_response_id":"resp_1","store":false,"background":true}"#;
    let peek = peek_request(Dialect::OpenAiResponses, responses).unwrap();
    assert_eq!(
        (peek.previous_response_id.as_deref(), peek.store, peek.background),
        (Some("resp_1"), Some(false), true)
    );
    let ollama = br#"{"model":"m","prompt":"Hi","options":{"num_predict":9}}"#;
    let peek = peek_request(Dialect::Ollama, ollama).unwrap();
    assert_eq!((peek.stream, peek.max_output_tokens), (true, Some(9)));
}

#[test]
fn a_field_that_decides_is_not_written_twice() {
    for body in [
        r#"{"model":"a","model":"b"}"#,
        r#"{"model":"a","Model":"b"}"#,
        r#"{"model":"a","mode\u006c":"b"}"#,
        r#"{"MODEL":"a"}"#,
    ] {
        let message = "must be written once, in lower case".to_owned();
        let expected = RequestError::Invalid { field: "model".to_owned(), message };
        assert_eq!(peek_request(Dialect::Ollama, body.as_bytes()), Err(expected), "{body}");
    }
}

#[test]
fn what_is_no_object_is_refused() {
    for body in
        ["", "[]", "{", r#"{"model""#, r#"{"model":"m"}}"#, r#"{"model":"m",}"#, r#"{"a":]}"#, r#"{"a":"\"#, "{} {}"]
    {
        let error = peek_request(Dialect::OpenAiChat, body.as_bytes()).unwrap_err();
        assert!(matches!(error, RequestError::Json { .. }), "{body}: {error}");
    }
    for (body, message) in [
        ("{}", "`model` is required."),
        (r#"{"model":null}"#, "`model` is required."),
        (r#"{"model":3}"#, "`model` must be a string."),
        (r#"{"model":"m","stream":"yes"}"#, "`stream` must be true or false."),
    ] {
        assert_eq!(peek_request(Dialect::OpenAiChat, body.as_bytes()).unwrap_err().to_string(), message);
    }
}

#[test]
fn only_the_model_changes() {
    let rename = Rewrite { model: Some("big\"one"), ..Rewrite::default() };
    let body = "{\"x\": 1.0,\r\n \"model\" :\t\"small\", \"model_options\":{\"model\":\"small\"}}\n";
    let expected = "{\"x\": 1.0,\r\n \"model\" :\t\"big\\\"one\", \"model_options\":{\"model\":\"small\"}}\n";
    assert_eq!(rewritten(Dialect::OpenAiChat, body, rename), expected);
    let same = Rewrite { model: Some("small"), ..Rewrite::default() };
    assert_eq!(rewritten(Dialect::OpenAiChat, body, same), body);
}

#[test]
fn streams_are_asked_for_their_counts() {
    let count = Rewrite { include_usage: true, ..Rewrite::default() };
    for (body, expected) in [
        (r#"{"model":"m","stream":true}"#, r#"{"stream_options":{"include_usage":true},"model":"m","stream":true}"#),
        (r#"{"model":"m"}"#, r#"{"model":"m"}"#),
        (
            r#"{"model":"m","stream":true,"stream_options":{ }}"#,
            r#"{"model":"m","stream":true,"stream_options":{"include_usage":true }}"#,
        ),
        (
            r#"{"model":"m","stream":true,"stream_options":{"x":1}}"#,
            r#"{"model":"m","stream":true,"stream_options":{"include_usage":true,"x":1}}"#,
        ),
        (
            r#"{"model":"m","stream":true,"stream_options":{"x":1,"include_usage": false}}"#,
            r#"{"model":"m","stream":true,"stream_options":{"x":1,"include_usage": true}}"#,
        ),
        (
            r#"{"model":"m","stream":true,"stream_options":null}"#,
            r#"{"model":"m","stream":true,"stream_options":{"include_usage":true}}"#,
        ),
    ] {
        assert_eq!(rewritten(Dialect::OpenAiChat, body, count), expected);
    }
    let body = r#"{"model":"m","stream":true}"#;
    assert_eq!(rewritten(Dialect::AnthropicMessages, body, count), body);
}

#[test]
fn a_preamble_comes_before_all_instructions() {
    use Dialect::{AnthropicMessages, Ollama, OpenAiChat, OpenAiResponses};
    let preamble = Rewrite { preamble: Some("Be\nkind."), ..Rewrite::default() };
    for (dialect, body, expected) in [
        (
            OpenAiChat,
            r#"{"messages":[{"role":"user"}],"model":"m"}"#,
            r#"{"messages":[{"role":"system","content":"Be\nkind."},{"role":"user"}],"model":"m"}"#,
        ),
        (
            Ollama,
            r#"{"model":"m","messages":[ ]}"#,
            r#"{"model":"m","messages":[{"role":"system","content":"Be\nkind."} ]}"#,
        ),
        (Ollama, r#"{"model":"m","prompt":"x"}"#, r#"{"system":"Be\nkind.","model":"m","prompt":"x"}"#),
        (AnthropicMessages, r#"{"model":"m","system":"Old"}"#, r#"{"model":"m","system":"Be\nkind.\n\nOld"}"#),
        (AnthropicMessages, r#"{"model":"m","system":""}"#, r#"{"model":"m","system":"Be\nkind."}"#),
        (AnthropicMessages, r#"{"model":"m","system":null}"#, r#"{"model":"m","system":"Be\nkind."}"#),
        (
            AnthropicMessages,
            r#"{"model":"m","system":[{"type":"text","text":"Old"}]}"#,
            r#"{"model":"m","system":[{"type":"text","text":"Be\nkind."},{"type":"text","text":"Old"}]}"#,
        ),
        (
            OpenAiResponses,
            r#"{"model":"m","instructions":"Old"}"#,
            r#"{"model":"m","instructions":"Be\nkind.\n\nOld"}"#,
        ),
        (OpenAiResponses, r#"{"model":"m"}"#, r#"{"instructions":"Be\nkind.","model":"m"}"#),
    ] {
        assert_eq!(rewritten(dialect, body, preamble), expected);
    }
}

#[test]
fn the_conversation_so_far_stands_in_for_its_id() {
    let earlier = Rewrite { earlier_input: Some(r#"{"role":"user","content":"a"}"#), ..Rewrite::default() };
    for (body, expected) in [
        (
            r#"{"model":"m","previous_response_id":"resp_1","input":"b"}"#,
            r#"{"model":"m","previous_response_id":null,"input":[{"role":"user","content":"a"},{"role":"user","content":"b"}]}"#,
        ),
        (
            r#"{"model":"m","input":[{"role":"user","content":"b"}],"previous_response_id":"resp_1"}"#,
            r#"{"model":"m","input":[{"role":"user","content":"a"},{"role":"user","content":"b"}],"previous_response_id":null}"#,
        ),
        (r#"{"model":"m","input":[]}"#, r#"{"model":"m","input":[{"role":"user","content":"a"}]}"#),
    ] {
        let whole = rewritten(Dialect::OpenAiResponses, body, earlier);
        assert_eq!(whole, expected);
        dialects::decode_request(Dialect::OpenAiResponses, whole.as_bytes()).unwrap();
    }
}

#[test]
fn pictures_are_not_counted_as_words() {
    let picture = "iVBORw0KGgo/".repeat(50_000);
    let body = format!(
        r#"{{"model":"m","messages":[{{"role":"user","content":[{{"type":"image_url","image_url":{{"url":"data:image/png;base64,{picture}"}}}},
        {{"type":"text","text":"{}"}}]}}]}}"#,
        "word ".repeat(300)
    );
    let peek = peek_request(Dialect::OpenAiChat, body.as_bytes()).unwrap();
    assert_eq!((peek.blobs, peek.text_bytes, peek.estimate_input_tokens()), (1, 1_552, 2_118));
}

proptest! {
    #[test]
    fn whatever_is_written_the_same_model_is_found_and_the_rest_stays(
        request in any_request(),
        model in "[a-z/\"\\\\]{1,9}",
    ) {
        for dialect in Dialect::ALL {
            let body = Bytes::from(dialects::encode(dialect, &request).body);
            let peek = peek_request(dialect, &body).unwrap();
            prop_assert_eq!(peek.model.as_ref(), request.model.as_str());
            prop_assert_eq!(peek.stream, request.stream);
            let rewrite = Rewrite { model: Some(&model), ..Rewrite::default() };
            let changed = rewrite_request(&body, &peek, &rewrite).concat();
            let mut expected: Value = serde_json::from_slice(&body).unwrap();
            expected["model"] = model.clone().into();
            prop_assert_eq!(serde_json::from_slice::<Value>(&changed).unwrap(), expected);
        }
    }

    #[test]
    fn any_bytes_are_survived(bytes in proptest::collection::vec(any::<u8>(), 0..200), text in r#"[{}\[\]",:\\a-z0-9 ]{0,80}"#) {
        for dialect in Dialect::ALL {
            for body in [bytes.as_slice(), text.as_bytes()] {
                let value = serde_json::from_slice::<Value>(body);
                let decoded = dialects::decode_request(dialect, body);
                prop_assert!(decoded.is_err() || value.is_ok());
                let peeked = peek_request(dialect, body);
                let is_object = value.is_ok_and(|value| value.is_object());
                let is_refused = matches!(peeked, Err(RequestError::Json { .. }));
                prop_assert!(!(is_object && is_refused));
            }
        }
    }
}
