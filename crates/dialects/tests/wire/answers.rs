//! What callers are told, byte for byte. Adding a case is adding a line.

use dialects::{
    AnswerMeta, Dialect, ListedModel, ResponseEcho, StreamEncoder, decode_request, encode_answer, encode_error,
    encode_generate_answer, encode_model, encode_models,
};
use models::chat::{ChatDelta, TokenLogProb, VendorError, VendorErrorKind};
use models::connection::Capabilities;
use models::gateway_error::{GatewayError, GatewayErrorKind};
use models::run::{FinishReason, Usage};

use crate::decoded::folder;

/// A piece of each kind, in a short spelling.
mod say {
    use super::*;

    pub(super) fn started() -> ChatDelta {
        ChatDelta::Started { model: Some("the-vendors".to_owned()) }
    }
    pub(super) fn text(text: &str) -> ChatDelta {
        ChatDelta::Text { text: text.to_owned() }
    }
    pub(super) fn thought(text: &str) -> ChatDelta {
        ChatDelta::Reasoning { text: text.to_owned() }
    }
    pub(super) fn signature(signature: &str) -> ChatDelta {
        ChatDelta::ReasoningSignature { signature: signature.to_owned() }
    }
    pub(super) fn encrypted(data: &str) -> ChatDelta {
        ChatDelta::EncryptedReasoning { data: data.to_owned() }
    }
    pub(super) fn refusal(text: &str) -> ChatDelta {
        ChatDelta::Refusal { text: text.to_owned() }
    }
    pub(super) fn call(index: u32, name: &str) -> ChatDelta {
        ChatDelta::ToolCallStarted { index, id: format!("call_{index}"), name: name.to_owned() }
    }
    pub(super) fn arguments(index: u32, text: &str) -> ChatDelta {
        ChatDelta::ToolCallArguments { index, text: text.to_owned() }
    }
    pub(super) fn image() -> ChatDelta {
        ChatDelta::Image { media_type: "image/png".to_owned(), base64: "aW1n".to_owned() }
    }
    pub(super) fn tokens() -> ChatDelta {
        let token = |token: &str, logprob, top| TokenLogProb { token: token.to_owned(), logprob, bytes: None, top };
        ChatDelta::LogProbs { tokens: vec![token("Hi", -0.5, vec![token("Yo", -1.5, vec![])])] }
    }
    pub(super) fn usage() -> ChatDelta {
        let usage = Usage {
            input_tokens: 100,
            output_tokens: 20,
            cache_read_tokens: 60,
            cache_write_tokens: 10,
            reasoning_tokens: 5,
        };
        ChatDelta::Usage { usage }
    }
    pub(super) fn finished(reason: FinishReason) -> ChatDelta {
        ChatDelta::Finished { reason }
    }
    pub(super) fn failed() -> ChatDelta {
        let message = "Overloaded".to_owned();
        ChatDelta::Failed { error: VendorError { kind: VendorErrorKind::Unavailable, message, code: None } }
    }
}

fn meta() -> AnswerMeta {
    let request = br#"{"model":"default","instructions":"Be brief.","input":"Hi","tools":[{"type":"function","name":"look","parameters":{"type":"object"},"strict":false}],"temperature":0.2,"store":false,"user":null}"#;
    AnswerMeta {
        id: "resp_1".to_owned(),
        model: "default".to_owned(),
        created: 1_751_990_900,
        include_usage: true,
        input_tokens: 42,
        echo: ResponseEcho::read(request),
    }
}

fn assert_golden(dialect: Dialect, name: &str, golden: &[u8]) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(format!("../answers/{}", folder(dialect)));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, std::str::from_utf8(golden).unwrap()));
}

fn told(dialect: Dialect, deltas: &[ChatDelta]) -> Vec<u8> {
    let (mut encoder, mut out) = (StreamEncoder::new(dialect, meta()), Vec::new());
    deltas.iter().for_each(|delta| encoder.push(delta, &mut out));
    encoder.finish(&mut out);
    out
}

/// The stream and, if the answer is whole, the body.
fn check(name: &str, deltas: &[ChatDelta]) {
    for dialect in Dialect::ALL {
        let mut golden = told(dialect, deltas);
        if deltas.iter().any(|delta| matches!(delta, ChatDelta::Finished { .. })) {
            golden.extend_from_slice(b"\n--- not streamed\n");
            golden.extend_from_slice(&encode_answer(dialect, &meta(), deltas));
        }
        assert_golden(dialect, name, &golden);
    }
}

#[test]
fn text() {
    let words = [say::text("Hello"), say::text(" — \"you\"\n")];
    check("text", &[&[say::started()], &words[..], &[say::finished(FinishReason::Stop), say::usage()]].concat());
}

#[test]
fn an_answer_without_words() {
    check("empty", &[say::started(), say::finished(FinishReason::Stop)]);
}

#[test]
fn thoughts_and_their_proofs() {
    check(
        "thoughts",
        &[
            say::started(),
            say::thought("Two"),
            say::thought(" ways."),
            say::signature("EqQB"),
            say::encrypted("EmwK"),
            say::thought("Third."),
            say::encrypted(r#"{"id":"rs_9","encrypted_content":"gAAA"}"#),
            say::text("First."),
            say::usage(),
            say::finished(FinishReason::Length),
        ],
    );
}

#[test]
fn calls_that_arrive_interleaved() {
    check(
        "calls",
        &[
            say::started(),
            say::text("Looking."),
            say::call(0, "look"),
            say::arguments(0, r#"{"at""#),
            say::call(1, "look"),
            say::arguments(1, r#"{"at":2"#),
            say::arguments(0, ":1}"),
            say::arguments(1, "}"),
            say::call(2, "stop"),
            say::finished(FinishReason::ToolCalls),
            say::usage(),
        ],
    );
}

#[test]
fn arguments_that_are_no_json() {
    let call = [say::call(0, "look"), say::arguments(0, "at 1"), say::text("after")];
    check("broken_arguments", &[&call[..], &[say::finished(FinishReason::ToolCalls)]].concat());
}

#[test]
fn a_refusal() {
    let words = [say::refusal("I"), say::refusal(" cannot.")];
    check("refusal", &[&[say::started()], &words[..], &[say::finished(FinishReason::Refusal)]].concat());
}

#[test]
fn a_refusal_of_the_filter() {
    check("filtered", &[say::started(), say::text("Well"), say::finished(FinishReason::ContentFilter)]);
}

#[test]
fn a_picture() {
    check("picture", &[say::started(), say::text("A dot:"), say::image(), say::finished(FinishReason::Stop)]);
}

#[test]
fn likelihoods_and_a_stop_sequence() {
    let stop = ChatDelta::StopSequence { text: "END".to_owned() };
    check("logprobs", &[say::started(), say::tokens(), say::text("Hi"), stop, say::finished(FinishReason::Stop)]);
}

#[test]
fn a_failure_in_mid_stream() {
    check("failed", &[say::started(), say::text("Hel"), say::call(0, "look"), say::failed(), say::text("late")]);
}

#[test]
fn a_failure_before_the_first_word() {
    check("failed_at_once", &[say::failed()]);
}

#[test]
fn a_stream_that_is_cut() {
    check("cut", &[say::started(), say::text("Hel")]);
}

#[test]
fn an_answer_of_generate() {
    let deltas = [say::thought("hm"), say::text("Hi"), say::usage(), say::finished(FinishReason::Stop)];
    let (mut encoder, mut golden) = (StreamEncoder::generate(meta()), Vec::new());
    deltas.iter().for_each(|delta| encoder.push(delta, &mut golden));
    encoder.finish(&mut golden);
    golden.extend_from_slice(b"\n--- not streamed\n");
    golden.extend_from_slice(&encode_generate_answer(&meta(), &deltas));
    assert_golden(Dialect::Ollama, "generate", &golden);
}

#[test]
fn without_include_usage_there_are_no_counts_in_a_stream_of_chunks() {
    let meta = AnswerMeta { include_usage: false, ..meta() };
    let (mut encoder, mut golden) = (StreamEncoder::new(Dialect::OpenAiChat, meta), Vec::new());
    for delta in [say::started(), say::usage(), say::finished(FinishReason::Stop)] {
        encoder.push(&delta, &mut golden);
    }
    encoder.finish(&mut golden);
    assert_golden(Dialect::OpenAiChat, "without_usage", &golden);
}

#[test]
fn errors() {
    for dialect in Dialect::ALL {
        let mut golden = Vec::new();
        for kind in GatewayErrorKind::ALL {
            let error = GatewayError::new(kind, "No.");
            golden.extend_from_slice(format!("{} ", error.status).as_bytes());
            golden.extend_from_slice(&encode_error(dialect, &error));
            golden.push(b'\n');
        }
        let error = GatewayError::new(GatewayErrorKind::InvalidRequest, "`n` must be 1.");
        golden.extend_from_slice(&encode_error(dialect, &error.with_code("unsupported_value").with_param("n")));
        assert_golden(dialect, "errors", &golden);
    }
}

#[test]
fn a_request_that_is_refused_names_its_field() {
    let unsupported = decode_request(Dialect::OpenAiChat, br#"{"model":"m","messages":[],"audio":{}}"#).unwrap_err();
    let golden = encode_error(Dialect::OpenAiChat, &unsupported.into());
    assert_golden(Dialect::OpenAiChat, "unsupported", &golden);
    let broken = GatewayError::from(decode_request(Dialect::OpenAiChat, b"{").unwrap_err());
    assert_eq!((broken.status, broken.param), (400, None));
}

#[test]
fn lists_of_models() {
    let model = |id: &str, name: &str, context_tokens| ListedModel {
        id: id.to_owned(),
        name: name.to_owned(),
        owned_by: "work".to_owned(),
        created: 1_751_990_900,
        context_tokens,
        capabilities: Capabilities { vision: true, tools: true, reasoning: false },
    };
    let models = [model("work/gpt-5", "GPT-5", Some(400_000)), model("cheap", "cheap", None)];
    for dialect in Dialect::ALL {
        let mut golden = encode_models(dialect, &models);
        for body in [encode_models(dialect, &[]), encode_model(dialect, &models[0]), encode_model(dialect, &models[1])]
        {
            golden.push(b'\n');
            golden.extend_from_slice(&body);
        }
        assert_golden(dialect, "models", &golden);
    }
}
