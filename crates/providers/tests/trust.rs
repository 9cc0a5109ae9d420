//! Keys stay with their endpoint, and calls of members stay outside.

mod support;

use models::connection::ConnectionKind;
use models::secret::SecretString;
use pallium_providers::{Endpoint, ProviderError, Reach};
use support::{ask, drain, endpoint, endpoint_at, open, providers};
use testing::vendor::{Script, ScriptedVendor};
use tokio_util::sync::CancellationToken;

const SECRET: &str = "sk-very-secret-4711";

/// BrainDrive hole §7 no. 4: after Alice chatted, Bob's chat went out with Alice's key.
#[tokio::test]
async fn braindrive_7_4_nobodys_key_serves_anothers_call() {
    let vendor = ScriptedVendor::start().await;
    let providers = providers();
    let of = |key: Option<&str>| Endpoint {
        secret: key.map(SecretString::new),
        ..endpoint(&vendor, ConnectionKind::OpenAiCompatible)
    };
    // The same connection id and address, one pool: only the endpoint tells them apart.
    for key in [Some("sk-alice"), Some("sk-bob"), None, Some("sk-alice-changed")] {
        assert_eq!(drain(open(&providers, &of(key)).await.unwrap()).await.1, Ok(()));
    }
    let sent: Vec<_> =
        vendor.requests().into_iter().map(|request| request.headers.get("authorization").cloned()).collect();
    let bearer = |key: &str| Some(format!("Bearer {key}"));
    assert_eq!(sent, [bearer("sk-alice"), bearer("sk-bob"), None, bearer("sk-alice-changed")]);

    let (alice, bob) = (of(Some("sk-alice")), of(Some("sk-bob")));
    let (requests, cancel) = ([ask("from alice"), ask("from bob")], CancellationToken::new());
    for _ in 0..20 {
        let calls = [providers.stream(&alice, &requests[0], &cancel), providers.stream(&bob, &requests[1], &cancel)];
        for stream in futures_util::future::join_all(calls).await {
            drain(stream.unwrap()).await.1.unwrap();
        }
    }
    for request in &vendor.requests()[4..] {
        let said = request.body["messages"][0]["content"].as_str().unwrap();
        let expected = format!("Bearer sk-{}", said.strip_prefix("from ").unwrap());
        assert_eq!(request.headers["authorization"], expected);
    }
}

#[tokio::test]
async fn a_key_is_never_printed_even_when_the_vendor_repeats_it() {
    let vendor = ScriptedVendor::start().await;
    let secret = Some(SecretString::new(SECRET));
    let endpoint = Endpoint { secret, ..endpoint(&vendor, ConnectionKind::OpenAi) };
    assert!(!format!("{endpoint:?}").contains(SECRET));

    let echo = format!(r#"{{"error":{{"message":"Wrong key {SECRET}!","type":"{SECRET}","code":"{SECRET}"}}}}"#);
    vendor.script(Script::status(401, echo.clone()));
    vendor.script(Script::status(200, echo.clone()));
    vendor.script(Script::steps([testing::vendor::Step::raw(format!("data: {echo}\n\n"))]));
    for _ in 0..3 {
        let error = match open(&providers(), &endpoint).await {
            Ok(stream) => drain(stream).await.1.unwrap_err(),
            Err(error) => error,
        };
        let printed = format!("{error:?} {error} {}", error.user_message());
        assert!(printed.contains("Wrong key ***!") && !printed.contains(SECRET), "{printed}");
    }
    let unusable = Endpoint { secret: Some(SecretString::new(format!("{SECRET}\n"))), ..endpoint };
    let error = open(&providers(), &unusable).await.err().unwrap();
    assert_eq!(error, ProviderError::UnusableSecret);
    assert!(!format!("{error:?} {error}").contains(SECRET));
}

#[tokio::test]
async fn a_members_endpoint_cannot_call_inside_by_number_or_by_name() {
    let vendor = ScriptedVendor::start().await;
    let port = vendor.origin().rsplit(':').next().unwrap().to_owned();
    for (written, read) in [
        ("127.0.0.1", "127.0.0.1"),
        ("2130706433", "127.0.0.1"),
        ("0177.0.0.1", "127.0.0.1"),
        ("127.1", "127.0.0.1"),
        ("[::1]", "::1"),
        ("[::ffff:127.0.0.1]", "::ffff:127.0.0.1"),
        ("10.0.0.1", "10.0.0.1"),
        ("169.254.169.254", "169.254.169.254"),
        // Names are refused by what they resolve to.
        ("localhost", "localhost"),
        ("LOCALHOST", "localhost"),
    ] {
        let inside = endpoint_at(&format!("http://{written}:{port}/v1"), ConnectionKind::OpenAiCompatible);
        let members = Endpoint { reach: Reach::PublicOnly, ..inside };
        let blocked = ProviderError::Blocked { host: read.to_owned() };
        assert_eq!(open(&providers(), &members).await.err(), Some(blocked.clone()), "{written}");
        assert_eq!(providers().models(&members).await, Err(blocked), "{written}");
    }
    assert_eq!(vendor.requests(), []);
}

#[tokio::test]
async fn an_administrators_endpoint_reaches_its_own_network_by_name_but_no_metadata_service() {
    let vendor = ScriptedVendor::start().await;
    let port = vendor.origin().rsplit(':').next().unwrap().to_owned();
    let by_name = endpoint_at(&format!("http://localhost:{port}/v1"), ConnectionKind::OpenAiCompatible);
    assert_eq!(drain(open(&providers(), &by_name).await.unwrap()).await.1, Ok(()));
    let metadata = endpoint_at("http://169.254.169.254/v1", ConnectionKind::OpenAiCompatible);
    let blocked = ProviderError::Blocked { host: "169.254.169.254".to_owned() };
    assert_eq!(open(&providers(), &metadata).await.err(), Some(blocked));
}

#[tokio::test]
async fn a_redirect_is_told_and_not_followed() {
    let vendor = ScriptedVendor::start().await;
    let elsewhere = ScriptedVendor::start().await;
    for code in [301, 302, 307, 308] {
        vendor
            .script(Script::status(code, "").header("location", &format!("{}/chat/completions", elsewhere.base_url())));
        let error = open(&providers(), &endpoint(&vendor, ConnectionKind::OpenAi)).await.err().unwrap();
        assert_eq!(error.code(), "vendor_garbage");
        assert!(error.user_message().contains(&format!("answered {code}")), "{error:?}");
    }
    assert_eq!(elsewhere.requests(), []);
}
