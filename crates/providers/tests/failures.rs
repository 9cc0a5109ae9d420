//! Every way a vendor fails has its own error, with the vendor's words, and only safe calls are repeated.
#![expect(clippy::expect_used, reason = "a test fails by panicking, its helpers too")]

mod support;

use std::time::Duration;

use models::chat::{VendorError, VendorErrorKind};
use models::connection::ConnectionKind;
use pallium_providers::{ProviderError, ProviderOptions, Providers};
use support::{WIRED, drain, endpoint, endpoint_at, next_text, open, options, providers, text};
use testing::vendor::{Script, ScriptedVendor, Step};

/// Long enough for a busy machine to deliver a request, short enough to be waited for.
const SHORT: Duration = Duration::from_millis(250);

fn error_of(result: Result<pallium_providers::ChatStream, ProviderError>) -> ProviderError {
    result.err().expect("the call fails")
}

#[tokio::test]
async fn a_vendor_that_takes_the_request_and_says_nothing_times_out() {
    let impatient = Providers::new(ProviderOptions { first_byte_timeout: SHORT, ..options() });
    let expected = ProviderError::FirstByteTimeout { after: SHORT };

    let vendor = ScriptedVendor::start().await;
    vendor.script(Script::text("late").hold("never"));
    assert_eq!(error_of(open(&impatient, &endpoint(&vendor, ConnectionKind::OpenAi)).await), expected);
    vendor.wait_for_disconnect(0).await;

    vendor.script(Script::steps([Step::Stall]));
    // A server may send its status line only with the first byte of the body, or before it.
    let end = match open(&impatient, &endpoint(&vendor, ConnectionKind::OpenAi)).await {
        Ok(stream) => drain(stream).await,
        Err(error) => (Vec::new(), Err(error)),
    };
    assert_eq!(end, (Vec::new(), Err(expected)));
    vendor.wait_for_disconnect(1).await;
    assert_eq!(vendor.requests().len(), 2, "a time-out is not tried again");
}

#[tokio::test]
async fn a_vendor_that_falls_silent_times_out_and_its_words_are_kept() {
    let impatient = Providers::new(ProviderOptions { chunk_timeout: SHORT, ..options() });
    for kind in WIRED {
        let vendor = ScriptedVendor::start().await;
        vendor.script(Script::steps([Step::text("so far"), Step::wait("never")]));
        let (deltas, end) = drain(open(&impatient, &endpoint(&vendor, kind)).await.unwrap()).await;
        assert_eq!(text(&deltas), "so far");
        assert_eq!(end, Err(ProviderError::ChunkTimeout { after: SHORT }));
        vendor.wait_for_disconnect(0).await;
    }
}

#[tokio::test]
async fn a_cut_stream_is_an_error_after_the_words_that_came() {
    for kind in WIRED {
        // The connection breaks; and the body ends well but without the dialect's end mark.
        for last in [vec![Step::Cut], vec![]] {
            let vendor = ScriptedVendor::start().await;
            vendor.script(Script::steps([Step::text("half an ans")].into_iter().chain(last)));
            let (deltas, end) = drain(open(&providers(), &endpoint(&vendor, kind)).await.unwrap()).await;
            assert_eq!((text(&deltas).as_str(), end), ("half an ans", Err(ProviderError::Cut)), "{kind:?}");
            assert_eq!(vendor.requests().len(), 1, "nothing is repeated after a byte");
        }
    }
}

#[tokio::test]
async fn a_429_with_a_short_wait_and_a_503_are_tried_again_before_the_first_byte() {
    let vendor = ScriptedVendor::start().await;
    let limited = r#"{"error":{"message":"Slow down","type":"requests","code":"rate_limit_exceeded"}}"#;
    vendor.script(Script::status(429, limited).header("retry-after", "0"));
    vendor.script(Script::status(503, "busy"));
    vendor.script(Script::text("at last"));
    let (deltas, end) = drain(open(&providers(), &endpoint(&vendor, ConnectionKind::OpenAi)).await.unwrap()).await;
    assert_eq!((text(&deltas).as_str(), end), ("at last", Ok(())));
    let bodies: Vec<_> = vendor.requests().into_iter().map(|request| request.body).collect();
    assert_eq!(bodies.len(), 3);
    assert!(bodies.windows(2).all(|pair| pair[0] == pair[1]), "every attempt sends the same");
}

#[tokio::test]
async fn a_connection_that_is_closed_without_an_answer_is_tried_again() {
    let vendor = ScriptedVendor::start().await;
    vendor.script(Script::hang_up());
    vendor.script(Script::text("at last"));
    let (deltas, _) = drain(open(&providers(), &endpoint(&vendor, ConnectionKind::OpenAi)).await.unwrap()).await;
    assert_eq!(text(&deltas), "at last");
}

#[tokio::test]
async fn attempts_are_limited_and_the_last_error_is_told() {
    let vendor = ScriptedVendor::start().await;
    let limited = r#"{"error":{"message":"Slow down","type":"requests","code":"rate_limit_exceeded"}}"#;
    vendor.script(Script::status(429, limited).header("retry-after-ms", "1").sticky());
    let error = error_of(open(&providers(), &endpoint(&vendor, ConnectionKind::Groq)).await);
    let said = VendorError {
        kind: VendorErrorKind::RateLimited,
        message: "Slow down".to_owned(),
        code: Some("rate_limit_exceeded".to_owned()),
    };
    let expected = ProviderError::Vendor {
        status: 429,
        error: said,
        retry_after: Some(Duration::from_millis(1)),
        body: Some(limited.into()),
    };
    assert_eq!((&error, error.code(), error.retryable()), (&expected, "vendor_rate_limited", true));
    assert_eq!(vendor.requests().len(), 3);
}

#[tokio::test]
async fn a_wrong_key_is_told_in_the_vendors_words_and_not_tried_again() {
    for (kind, code, message) in [
        (
            ConnectionKind::OpenAi,
            Some("invalid_api_key"),
            "Incorrect API key provided. Find your key in the vendor's console.",
        ),
        (ConnectionKind::Anthropic, Some("authentication_error"), "invalid x-api-key"),
        (ConnectionKind::Ollama, None, "unauthorized"),
    ] {
        let vendor = ScriptedVendor::start().await;
        vendor.require_key("sk-another");
        let said = VendorError {
            kind: VendorErrorKind::Unauthorized,
            message: message.to_owned(),
            code: code.map(str::to_owned),
        };
        let endpoint = endpoint(&vendor, kind);
        let refused = error_of(open(&providers(), &endpoint).await);
        let ProviderError::Vendor { status: 401, error, retry_after: None, body: Some(_) } = &refused else {
            panic!("{kind:?}: {refused:?}")
        };
        assert_eq!(error, &said);
        assert_eq!(providers().models(&endpoint).await, Err(refused));
        assert_eq!(vendor.requests().len(), 2);
    }
}

#[tokio::test]
async fn an_error_inside_the_stream_follows_the_words_before_it() {
    for kind in WIRED {
        let vendor = ScriptedVendor::start().await;
        let broken = Step::Error { message: "The model crashed".to_owned(), code: "overloaded_error".to_owned() };
        vendor.script(Script::steps([Step::text("well"), broken]));
        let (deltas, end) = drain(open(&providers(), &endpoint(&vendor, kind)).await.unwrap()).await;
        assert_eq!(text(&deltas), "well");
        let Err(ProviderError::Vendor { status: 200, error, retry_after: None, body: None }) = end else {
            panic!("{kind:?}: {end:?}")
        };
        assert_eq!(error.message, "The model crashed", "{kind:?}");
    }
}

#[tokio::test]
async fn a_page_instead_of_an_answer_is_told_in_a_short_sentence() {
    let page = "<html><body><h1>502 Bad Gateway</h1><hr>nginx</body></html>";
    let vendor = ScriptedVendor::start().await;
    vendor.script(Script::status(502, page).sticky());
    let error = error_of(open(&providers(), &endpoint(&vendor, ConnectionKind::OpenAi)).await);
    let ProviderError::Vendor { status: 502, error: said, .. } = &error else { panic!("{error:?}") };
    assert_eq!(said.kind, VendorErrorKind::Unavailable);
    assert!(said.message.contains("502") && !said.message.contains('<'), "{said:?}");

    let vendor = ScriptedVendor::start().await;
    vendor.script(Script::status(200, "<!doctype html><title>A web app</title>"));
    vendor.script(Script::status(200, "<!doctype html><title>A web app</title>").path("/v1/models"));
    let endpoint = endpoint(&vendor, ConnectionKind::OpenAiCompatible);
    let expected = "The server answered with a web page. Check the base URL and the kind of this connection.";
    assert_eq!(error_of(open(&providers(), &endpoint).await).user_message(), expected);
    assert_eq!(providers().models(&endpoint).await.unwrap_err().user_message(), expected);
}

#[tokio::test]
async fn garbage_in_the_stream_is_the_vendors_fault_not_a_panic() {
    let vendor = ScriptedVendor::start().await;
    vendor.script(Script::steps([Step::text("well"), Step::raw("data: {\"choices\": [}\n\n"), Step::finish()]));
    let (deltas, end) = drain(open(&providers(), &endpoint(&vendor, ConnectionKind::OpenAi)).await.unwrap()).await;
    assert_eq!(text(&deltas), "well");
    assert_eq!(end.map_err(|error| error.code()), Err("vendor_garbage"));
}

#[tokio::test]
async fn a_server_that_does_not_run_is_unreachable() {
    let vendor = ScriptedVendor::start().await;
    let gone = endpoint(&vendor, ConnectionKind::Ollama);
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let gone = endpoint_at(&format!("http://{address}"), gone.kind);
    let error = error_of(open(&providers(), &gone).await);
    let ProviderError::Connect { host, message } = &error else { panic!("{error:?}") };
    assert_eq!(host, &address.to_string());
    assert!(message.contains("refused"), "{message}");
}

#[tokio::test]
async fn nothing_is_repeated_once_a_word_was_said() {
    let vendor = ScriptedVendor::start().await;
    vendor.script(Script::steps([Step::text("one"), Step::wait("gate"), Step::Cut]));
    let mut stream = open(&providers(), &endpoint(&vendor, ConnectionKind::Anthropic)).await.unwrap();
    assert_eq!(next_text(&mut stream).await, "one");
    vendor.release("gate");
    assert_eq!(drain(stream).await, (Vec::new(), Err(ProviderError::Cut)));
    assert_eq!(vendor.requests().len(), 1);
}
