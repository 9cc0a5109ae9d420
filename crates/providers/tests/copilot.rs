//! GitHub Copilot: the login, the exchange of tokens and the calls.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use models::chat::VendorErrorKind;
use models::connection::ConnectionKind;
use models::secret::SecretString;
use pallium_providers::{
    CopilotOptions, Deadlines, DevicePoll, Endpoint, Forward, ProviderError, ProviderOptions, Providers, Reach,
};
use serde_json::{Value, json};
use support::{drain, endpoint_at, forward, open, options, text};
use testing::vendor::{Script, ScriptedVendor};
use tokio_util::sync::CancellationToken;

const EXCHANGE: &str = "/copilot_internal/v2/token";
/// What the scripted vendor makes of `go`.
const SAID: &str = "You said: go";
const CODES: &str = "/login/device/code";
const TOKEN: &str = "/login/oauth/access_token";

/// GitHub and Copilot's API in one.
struct World {
    github: ScriptedVendor,
    providers: Providers,
    /// Seconds that have passed.
    passed: Arc<AtomicU64>,
}

impl World {
    async fn new() -> Self {
        let github = ScriptedVendor::start().await;
        let origin: url::Url = github.origin().parse().unwrap();
        let copilot = Some(CopilotOptions { github: origin.clone(), github_api: origin });
        let (start, passed) = (Instant::now(), Arc::new(AtomicU64::new(0)));
        let clock = {
            let passed = passed.clone();
            move || start + Duration::from_secs(passed.load(Ordering::Relaxed))
        };
        let providers = Providers::with_clock(ProviderOptions { copilot, ..options() }, Arc::new(clock));
        Self { github, providers, passed }
    }

    fn endpoint(&self) -> Endpoint {
        endpoint_at("https://nobody.invalid", ConnectionKind::GithubCopilot)
    }

    /// What GitHub gives for its token next: one that is to be renewed after 25 minutes.
    fn exchanges(&self, token: &str) {
        let answer = json!({
            "token": token, "expires_at": 4_000_000_000_i64, "refresh_in": 1500,
            "endpoints": { "api": self.github.base_url() },
        });
        self.github.script(Script::status(200, answer.to_string()).path(EXCHANGE));
    }

    fn says(&self, path: &str, answer: Value) {
        self.github.script(Script::status(200, answer.to_string()).path(path));
    }

    async fn poll(&self) -> DevicePoll {
        let code = SecretString::new("device-1");
        self.providers.copilot_poll(Reach::Anywhere, &code, Duration::from_secs(5)).await.unwrap()
    }

    async fn call(&self) -> Result<String, ProviderError> {
        let stream = open(&self.providers, &self.endpoint()).await?;
        let (deltas, end) = drain(stream).await;
        end.map(|()| text(&deltas))
    }

    /// Which tokens the calls and the exchanges carried, in their order.
    fn carried(&self) -> Vec<String> {
        let requests = self.github.requests();
        requests.iter().map(|it| it.headers.get("authorization").cloned().unwrap_or_default()).collect()
    }
}

#[tokio::test]
async fn a_login_shows_a_code_and_is_asked_for_until_it_ends() {
    let world = World::new().await;
    let codes = json!({
        "device_code": "device-1", "user_code": "WDJB-MJHT", "verification_uri": "https://github.com/login/device",
        "expires_in": 900, "interval": 5,
    });
    world.says(CODES, codes);
    let login = world.providers.copilot_login(Reach::Anywhere).await.unwrap();
    assert_eq!((login.device_code.expose(), login.user_code.as_str()), ("device-1", "WDJB-MJHT"));
    assert_eq!(login.verification_url, "https://github.com/login/device");
    assert_eq!((login.expires_in, login.interval), (Duration::from_secs(900), Duration::from_secs(5)));
    let request = &world.github.requests()[0];
    assert_eq!(request.body["scope"], "read:user");
    assert_eq!(request.headers["accept"], "application/json");

    let pause = |poll| match poll {
        DevicePoll::Pending { interval } => interval.as_secs(),
        other => panic!("{other:?}"),
    };
    world.says(TOKEN, json!({ "error": "authorization_pending" }));
    assert_eq!(pause(world.poll().await), 5);
    world.says(TOKEN, json!({ "error": "slow_down", "interval": 12 }));
    assert_eq!(pause(world.poll().await), 12);
    world.says(TOKEN, json!({ "error": "slow_down" }));
    assert_eq!(pause(world.poll().await), 10);
    world.says(TOKEN, json!({ "error": "expired_token" }));
    assert!(matches!(world.poll().await, DevicePoll::Expired));
    world.says(TOKEN, json!({ "error": "access_denied" }));
    assert!(matches!(world.poll().await, DevicePoll::Denied));
    world.says(TOKEN, json!({ "access_token": "gho_1", "token_type": "bearer" }));
    assert!(matches!(world.poll().await, DevicePoll::Granted(token) if token.expose() == "gho_1"));
    let last = world.github.requests().pop().unwrap();
    assert_eq!((&last.body["device_code"], last.path.as_str()), (&json!("device-1"), TOKEN));
}

#[tokio::test]
async fn a_call_carries_the_exchanged_token_to_the_address_that_came_with_it() {
    let world = World::new().await;
    world.exchanges("copilot-1");
    assert_eq!(world.call().await.unwrap(), SAID);
    assert_eq!(world.call().await.unwrap(), SAID);
    assert_eq!(world.carried(), ["token sk-test-1234", "Bearer copilot-1", "Bearer copilot-1"]);
    let requests = world.github.requests();
    for name in ["editor-version", "editor-plugin-version", "copilot-integration-id"] {
        assert!(requests.iter().all(|it| it.headers.contains_key(name)), "{name}: {requests:#?}");
    }
    let models = world.providers.models(&world.endpoint()).await.unwrap();
    assert_eq!(models.len(), 2);
}

#[tokio::test]
async fn an_exchange_takes_no_longer_than_its_call_may() {
    let world = World::new().await;
    world.github.script(Script::status(200, "{}").path(EXCHANGE).hold("github"));
    let first_token = Some(Duration::from_millis(50));
    let hurried = Forward { deadlines: Deadlines { first_token, ..Deadlines::default() }, ..forward() };
    let answer = world.providers.forward(&world.endpoint(), &hurried, &CancellationToken::new()).await;
    let error = answer.err();
    assert!(
        matches!(error, Some(ProviderError::FirstByteTimeout { after }) if Some(after) == first_token),
        "{error:?}"
    );
    // The next call exchanges anew.
    world.exchanges("copilot-1");
    assert_eq!(world.call().await.unwrap(), SAID);
}

#[tokio::test]
async fn a_token_is_renewed_before_it_ends_and_by_one_call_at_a_time() {
    let world = World::new().await;
    world.exchanges("copilot-1");
    world.call().await.unwrap();
    world.passed.store(1499, Ordering::Relaxed);
    world.call().await.unwrap();
    world.passed.store(1500, Ordering::Relaxed);
    world.exchanges("copilot-2");
    let (first, second, third) = tokio::join!(world.call(), world.call(), world.call());
    assert_eq!([first.unwrap(), second.unwrap(), third.unwrap()], [SAID, SAID, SAID]);
    let exchange = "token sk-test-1234";
    let (one, two) = ("Bearer copilot-1", "Bearer copilot-2");
    assert_eq!(world.carried(), [exchange, one, one, exchange, two, two, two]);
}

#[tokio::test]
async fn a_token_that_is_not_renewed_serves_until_its_end() {
    let world = World::new().await;
    let soon = json!({ "token": "copilot-1", "expires_at": 0, "endpoints": { "api": world.github.base_url() } });
    world.says(
        EXCHANGE,
        json!({ "refresh_in": 600, "expires_at": 4_000_000_000_i64, "token": "copilot-1",
        "endpoints": { "api": world.github.base_url() } }),
    );
    world.call().await.unwrap();
    world.passed.store(601, Ordering::Relaxed);
    world.github.script(Script::status(503, "{}").path(EXCHANGE));
    assert_eq!(world.call().await.unwrap(), SAID);
    assert_eq!(world.call().await.unwrap(), SAID, "not asked again at once");
    assert_eq!(world.github.requests().iter().filter(|it| it.path == EXCHANGE).count(), 2);
    world.passed.store(700, Ordering::Relaxed);
    // One that has ended already is renewed by the next call.
    world.says(EXCHANGE, soon);
    world.call().await.unwrap();
    world.exchanges("copilot-2");
    world.call().await.unwrap();
    assert_eq!(world.carried().last().unwrap(), "Bearer copilot-2");
}

#[tokio::test]
async fn a_refused_token_is_exchanged_anew() {
    let world = World::new().await;
    world.exchanges("copilot-1");
    world.call().await.unwrap();
    world.github.script(Script::status(401, r#"{"error":{"message":"token expired"}}"#));
    assert!(matches!(world.call().await, Err(ProviderError::Vendor { status: 401, .. })));
    world.exchanges("copilot-2");
    assert_eq!(world.call().await.unwrap(), SAID);
    let exchange = "token sk-test-1234";
    let (one, two) = ("Bearer copilot-1", "Bearer copilot-2");
    assert_eq!(world.carried(), [exchange, one, one, exchange, two]);
}

#[tokio::test]
async fn github_refuses_in_its_own_words_without_the_key() {
    let world = World::new().await;
    let words = json!({ "message": "sk-test-1234 has no access to Copilot" });
    world.github.script(Script::status(403, words.to_string()).path(EXCHANGE));
    let Err(ProviderError::Vendor { status: 403, error, .. }) = world.call().await else { panic!("it is refused") };
    assert_eq!((error.kind, error.message.as_str()), (VendorErrorKind::Forbidden, "*** has no access to Copilot"));
    assert!(!format!("{:?}", world.providers.copilot_check(&world.endpoint()).await).contains("sk-test-1234"));
}

#[tokio::test]
async fn members_reach_no_private_address_through_it() {
    let world = World::new().await;
    let inside = Endpoint { reach: Reach::PublicOnly, ..world.endpoint() };
    let host = "127.0.0.1".to_owned();
    assert_eq!(world.providers.models(&inside).await, Err(ProviderError::Blocked { host: host.clone() }));
    assert_eq!(world.providers.copilot_login(Reach::PublicOnly).await.unwrap_err(), ProviderError::Blocked { host });
    assert_eq!(world.github.requests(), []);
}

#[tokio::test]
async fn where_it_is_turned_off_nobody_is_asked() {
    let off = Providers::new(options());
    let endpoint = endpoint_at("https://nobody.invalid", ConnectionKind::GithubCopilot);
    let Err(ProviderError::Vendor { status: 403, error, .. }) = off.models(&endpoint).await else { panic!("off") };
    assert_eq!(error.message, "GitHub Copilot is turned off on this server.");
}
