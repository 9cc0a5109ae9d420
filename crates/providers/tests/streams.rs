//! Answers arrive whole, piece by piece, from every kind of vendor; and a caller who leaves is noticed.

mod support;

use models::chat::ChatDelta;
use models::connection::{Capabilities, ConnectionKind, Model};
use models::run::{FinishReason, Usage};
use pallium_providers::{ChatAnswer, ProviderError};
use support::{WIRED, ask, drain, endpoint, endpoint_at, next_text, open, providers, text};
use testing::vendor::{Outcome, Script, ScriptedVendor, Step};
use tokio_util::sync::CancellationToken;

fn full_answer() -> Script {
    let call = Step::ToolCall { id: "call_1".to_owned(), name: "look".to_owned(), arguments: "{\"at\":1}".to_owned() };
    Script::steps([
        Step::Reasoning { text: "Hm.".to_owned() },
        Step::text("Good "),
        Step::text("day ☀"),
        call,
        Step::usage(11, 3),
        Step::Finish { reason: "tool_calls".to_owned() },
    ])
}

#[tokio::test]
async fn every_kind_streams_text_reasoning_tool_calls_usage_and_the_end() {
    for kind in WIRED {
        let vendor = ScriptedVendor::start().await;
        vendor.script(full_answer());
        let (deltas, end) = drain(open(&providers(), &endpoint(&vendor, kind)).await.unwrap()).await;
        assert_eq!(end, Ok(()), "{kind:?}");
        assert_eq!(text(&deltas), "Good day ☀", "{kind:?}");
        assert!(deltas.contains(&ChatDelta::Reasoning { text: "Hm.".to_owned() }), "{kind:?}: {deltas:?}");
        let call =
            |delta: &ChatDelta| matches!(delta, ChatDelta::ToolCallStarted { index: 0, name, .. } if name == "look");
        assert!(deltas.iter().any(call), "{kind:?}: {deltas:?}");
        let usage = deltas.iter().rev().find_map(|delta| match delta {
            ChatDelta::Usage { usage } => Some(*usage),
            _ => None,
        });
        assert_eq!(usage, Some(Usage { input_tokens: 11, output_tokens: 3, ..Usage::default() }), "{kind:?}");
        assert!(deltas.contains(&ChatDelta::Finished { reason: FinishReason::ToolCalls }), "{kind:?}: {deltas:?}");
        vendor.wait_for_answer(0).await;
    }
}

#[tokio::test]
async fn each_chunk_is_delivered_before_the_vendor_produces_the_next() {
    for kind in WIRED {
        let vendor = ScriptedVendor::start().await;
        let steps = (1..=3).flat_map(|n| [Step::text(format!("piece{n}")), Step::wait(format!("gate{n}"))]);
        vendor.script(Script::steps(steps.chain([Step::finish()])));
        let mut stream = open(&providers(), &endpoint(&vendor, kind)).await.unwrap();
        for n in 1..=3 {
            assert_eq!(next_text(&mut stream).await, format!("piece{n}"), "{kind:?}");
            vendor.release(&format!("gate{n}"));
        }
        assert_eq!(drain(stream).await.1, Ok(()), "{kind:?}");
    }
}

#[tokio::test]
async fn a_dropped_stream_closes_the_vendors_connection() {
    for kind in WIRED {
        let vendor = ScriptedVendor::start().await;
        vendor.script(Script::steps([Step::text("one"), Step::Stall]));
        let mut stream = open(&providers(), &endpoint(&vendor, kind)).await.unwrap();
        assert_eq!(next_text(&mut stream).await, "one");
        assert_eq!(vendor.requests()[0].outcome, Outcome::Open);
        drop(stream);
        vendor.wait_for_disconnect(0).await;
    }
}

#[tokio::test]
async fn a_cancelled_stream_ends_and_closes_the_vendors_connection_though_it_is_kept() {
    let vendor = ScriptedVendor::start().await;
    vendor.script(Script::steps([Step::text("one"), Step::Stall]));
    let cancel = CancellationToken::new();
    let endpoint = endpoint(&vendor, ConnectionKind::OpenAi);
    let mut stream = providers().stream(&endpoint, &ask("go"), &cancel).await.unwrap();
    assert_eq!(next_text(&mut stream).await, "one");
    let (batch, ()) = futures_util::future::join(stream.next(), async { cancel.cancel() }).await;
    assert_eq!(batch, Some(Err(ProviderError::Cancelled)));
    vendor.wait_for_disconnect(0).await;
    assert_eq!(stream.next().await, None);
}

#[tokio::test]
async fn a_call_cancelled_before_the_status_line_closes_the_vendors_connection() {
    let vendor = ScriptedVendor::start().await;
    vendor.script(Script::text("late").hold("never"));
    let cancel = CancellationToken::new();
    let (providers, endpoint, request) = (providers(), endpoint(&vendor, ConnectionKind::OpenAi), ask("go"));
    let call = providers.stream(&endpoint, &request, &cancel);
    let stop = async {
        vendor.wait_for_gate("never").await;
        cancel.cancel();
    };
    let (opened, ()) = futures_util::future::join(call, stop).await;
    assert_eq!(opened.err(), Some(ProviderError::Cancelled));
    vendor.wait_for_disconnect(0).await;
}

#[tokio::test]
async fn a_whole_answer_is_read_streamed_or_not() {
    for kind in WIRED {
        for stream in [true, false] {
            let vendor = ScriptedVendor::start().await;
            vendor.script(Script::steps([Step::text("A "), Step::text("title"), Step::usage(5, 2), Step::finish()]));
            let request = models::chat::ChatRequest { stream, ..ask("go") };
            let answer = providers().complete(&endpoint(&vendor, kind), &request).await;
            let usage = Some(Usage { input_tokens: 5, output_tokens: 2, ..Usage::default() });
            let expected = ChatAnswer { text: "A title".to_owned(), usage, reason: FinishReason::Stop };
            assert_eq!(answer, Ok(expected), "{kind:?}, streamed: {stream}");
        }
    }
}

#[tokio::test]
async fn a_vendor_that_answers_a_streamed_request_with_plain_json_is_read() {
    let vendor = ScriptedVendor::start().await;
    let whole = r#"{"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"All at once"},"finish_reason":"stop"}]}"#;
    vendor.script(Script::status(200, whole));
    let (deltas, end) =
        drain(open(&providers(), &endpoint(&vendor, ConnectionKind::OpenAiCompatible)).await.unwrap()).await;
    assert_eq!((text(&deltas).as_str(), end), ("All at once", Ok(())));
}

#[tokio::test]
async fn every_kind_lists_its_models_and_identifies_itself() {
    for kind in WIRED {
        let vendor = ScriptedVendor::start().await;
        vendor.offer_models(&["alpha", "beta"]);
        let models = providers().models(&endpoint(&vendor, kind)).await.unwrap();
        assert_eq!(models.iter().map(|model| model.id.as_str()).collect::<Vec<_>>(), ["alpha", "beta"], "{kind:?}");
        let headers = vendor.requests().remove(0).headers;
        assert_eq!(headers["user-agent"], concat!("pallium/", env!("CARGO_PKG_VERSION")));
        let (name, value) = match kind {
            ConnectionKind::Anthropic => ("x-api-key", "sk-test-1234"),
            _ => ("authorization", "Bearer sk-test-1234"),
        };
        assert_eq!(headers[name], value, "{kind:?}");
        assert_eq!(headers.contains_key("anthropic-version"), kind == ConnectionKind::Anthropic);
        assert_eq!(headers.contains_key("x-title"), kind == ConnectionKind::OpenRouter);
    }
}

#[tokio::test]
async fn ollama_is_found_where_it_answers_and_nowhere_else() {
    let vendor = ScriptedVendor::start().await;
    let address = vendor.base_url_for(ConnectionKind::Ollama);
    assert_eq!(providers().find_ollama_at(address.clone()).await, Some(address.clone()));
    vendor.script(Script::status(200, "<html>something else</html>").path("/api/version"));
    assert_eq!(providers().find_ollama_at(address).await, None);
}

#[tokio::test]
async fn the_demo_answers_without_a_network_and_says_what_to_do_next() {
    let demo = endpoint_at("http://demo.invalid", ConnectionKind::Demo);
    let model = |id: &str, name: &str| Model {
        id: id.to_owned(),
        name: name.to_owned(),
        context_tokens: None,
        capabilities: Capabilities::default(),
    };
    let expected = vec![model("demo", "Demo (built in)"), model("demo-slow", "Demo, slow and long (built in)")];
    assert_eq!(providers().models(&demo).await, Ok(expected));
    let (deltas, end) = drain(open(&providers(), &demo).await.unwrap()).await;
    assert_eq!(end, Ok(()));
    assert!(deltas.len() > 50, "word by word, not {} pieces", deltas.len());
    assert_eq!(deltas.last(), Some(&ChatDelta::Finished { reason: FinishReason::Stop }));
    assert!(text(&deltas).contains("Settings → Connections"));
    assert_eq!(drain(open(&providers(), &demo).await.unwrap()).await.0, deltas);
}

#[tokio::test]
async fn the_demo_stops_when_it_is_told_to() {
    let cancel = CancellationToken::new();
    let demo = endpoint_at("http://demo.invalid", ConnectionKind::Demo);
    let mut stream = providers().stream(&demo, &ask("go"), &cancel).await.unwrap();
    assert!(next_text(&mut stream).await.starts_with("This"));
    cancel.cancel();
    assert_eq!(drain(stream).await, (Vec::new(), Err(ProviderError::Cancelled)));
}
