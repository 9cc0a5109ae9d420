//! Bytes pass through as they are, and a caller who leaves is noticed at once.

mod support;

use std::time::{Duration, Instant};

use bytes::Bytes;
use models::connection::ConnectionKind;
use pallium_providers::{
    BreakerState, Endpoint, Forward, Forwarded, HeaderMap, HeaderName, HeaderValue, ProviderError, Providers,
};
use support::upstream::{Act, Upstream, chunk, head, status, stream_of};
use support::{endpoint_at, forward, options, providers, read_all};
use tokio_util::sync::CancellationToken;

/// How soon the vendor must know that the caller has left.
const AT_ONCE: Duration = Duration::from_millis(100);

fn endpoint(upstream: &Upstream) -> Endpoint {
    endpoint_at(&format!("http://{}/v1", upstream.address), ConnectionKind::OpenAi)
}

async fn send(providers: &Providers, upstream: &Upstream, call: &Forward) -> Result<Forwarded, ProviderError> {
    providers.forward(&endpoint(upstream), call, &CancellationToken::new()).await
}

#[tokio::test]
async fn a_stream_keeps_its_bytes_and_its_boundaries() {
    let odd: [&[u8]; 7] = [
        b"\xef\xbb\xbf: a comment\r\n\r\n",
        b"data: {\"x_unknown\":1,\"choices\":[]}\n",
        b"\n",
        b"event: ping\ndata:{}\n\ndata: two ",
        b"halves\n\n",
        b"data: \xff\xfe not text\n\n",
        b"data: [DONE]\n\n",
    ];
    // All in one segment, and each in one of its own that is sent when the one before has arrived.
    let upstream = Upstream::playing(vec![stream_of(&odd)]);
    let mut forwarded = send(&providers(), &upstream, &forward()).await.unwrap();
    assert_eq!(read_all(&mut forwarded).await, (odd.map(<[u8]>::to_vec).to_vec(), Ok(())));

    let one_by_one = odd.iter().flat_map(|bytes| [Act::Say(chunk(bytes)), Act::Gate]);
    let acts = [Act::Say(head("text/event-stream"))].into_iter().chain(one_by_one).chain([Act::Say(chunk(b""))]);
    let upstream = Upstream::playing(vec![acts.collect()]);
    let mut forwarded = send(&providers(), &upstream, &forward()).await.unwrap();
    for expected in odd {
        assert_eq!(forwarded.chunk().await, Ok(Some(Bytes::from_static(expected))));
        upstream.go();
    }
    assert_eq!(forwarded.chunk().await, Ok(None));
    assert_eq!(forwarded.chunk().await, Ok(None), "the end stays the end");
}

#[tokio::test]
async fn a_body_in_pieces_arrives_as_one_of_known_length_at_every_attempt() {
    let busy = || status("503 Busy", "", "");
    let mut upstream = Upstream::playing(vec![busy(), stream_of(&[b"data: [DONE]\n\n"])]);
    let big = vec![b'x'; 10 * 1024 * 1024];
    let pieces =
        vec![Bytes::from_static(b"{\"model\":\"m\",\"x\":\""), Bytes::new(), big.into(), Bytes::from_static(b"\"}")];
    let call = Forward { body: pieces, ..forward() };
    let forwarded = send(&providers(), &upstream, &call).await.unwrap();
    assert_eq!((forwarded.status, forwarded.attempts), (200, 2));
    for _ in 0..2 {
        let (head, body) = upstream.request().await;
        assert!(body == call.body.concat(), "{} bytes arrived", body.len());
        assert!(!head.contains("transfer-encoding"), "{head}");
    }
}

#[tokio::test]
async fn versions_and_betas_are_the_callers_and_credentials_are_ours() {
    let mut upstream = Upstream::playing(vec![stream_of(&[b"event: message_stop\n\n"])]);
    let anthropic = endpoint_at(&format!("http://{}", upstream.address), ConnectionKind::Anthropic);
    let mut headers = HeaderMap::new();
    for (name, value) in [
        ("anthropic-version", "2099-01-01"),
        ("anthropic-beta", "interleaved-thinking"),
        ("x-api-key", "pk_callers"),
        ("authorization", "Bearer pk_callers"),
        ("cookie", "a=b"),
        ("host", "elsewhere"),
        ("transfer-encoding", "chunked"),
    ] {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    let call = Forward { path: "/v1/messages".to_owned(), headers, ..forward() };
    providers().forward(&anthropic, &call, &CancellationToken::new()).await.unwrap();
    let address = upstream.address;
    let (head, _) = upstream.request().await;
    let mut lines: Vec<_> = head.trim_end().lines().map(str::to_owned).collect();
    lines[1..].sort();
    let expected = [
        "POST /v1/messages HTTP/1.1".to_owned(),
        "accept: */*".to_owned(),
        "anthropic-beta: interleaved-thinking".to_owned(),
        "anthropic-version: 2099-01-01".to_owned(),
        "content-length: 39".to_owned(),
        "content-type: application/json".to_owned(),
        format!("host: {address}"),
        concat!("user-agent: pallium/", env!("CARGO_PKG_VERSION")).to_owned(),
        "x-api-key: sk-test-1234".to_owned(),
    ];
    assert_eq!(lines, expected);
}

#[tokio::test]
async fn of_the_vendors_headers_callers_see_what_concerns_them() {
    let headers = "content-type: application/json\r\nx-request-id: req_1\r\nopenai-processing-ms: 12\r\n\
                   openai-organization: ours\r\nset-cookie: a=b\r\nserver: x\r\nconnection: keep-alive\r\n";
    let upstream = Upstream::playing(vec![status("200 OK", headers, "{}")]);
    let forwarded = send(&providers(), &upstream, &forward()).await.unwrap();
    let seen: Vec<_> = forwarded.headers.iter().map(|(name, value)| (name.as_str(), value.to_str().unwrap())).collect();
    let expected = [("content-type", "application/json"), ("x-request-id", "req_1"), ("openai-processing-ms", "12")];
    assert_eq!(seen, expected);
}

#[tokio::test]
async fn calls_after_each_other_share_a_connection() {
    let mut upstream = Upstream::playing(vec![stream_of(&[b"data: [DONE]\n\n"])]);
    let providers = providers();
    for _ in 0..5 {
        let mut forwarded = send(&providers, &upstream, &forward()).await.unwrap();
        assert_eq!(read_all(&mut forwarded).await.1, Ok(()));
    }
    assert_eq!(upstream.counts(), (1, 5));
}

#[tokio::test]
async fn a_caller_who_leaves_in_mid_stream_is_noticed_at_once() {
    let words = Act::Say([head("text/event-stream"), chunk(b"data: 1\n\n")].concat());
    let mut upstream = Upstream::playing(vec![vec![words, Act::Hold]]);
    let mut forwarded = send(&providers(), &upstream, &forward()).await.unwrap();
    assert_eq!(forwarded.chunk().await, Ok(Some(Bytes::from_static(b"data: 1\n\n"))));
    let left = Instant::now();
    drop(forwarded);
    assert!(upstream.hung_up().await - left < AT_ONCE);
}

#[tokio::test]
async fn a_caller_who_leaves_before_the_first_byte_is_noticed_at_once() {
    let part_of_a_whole = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n".to_vec();
    for silent in [
        vec![Act::Hold],
        vec![Act::Say(head("text/event-stream")), Act::Hold],
        vec![Act::Say(part_of_a_whole), Act::Hold],
    ] {
        let mut upstream = Upstream::playing(vec![silent]);
        let (providers, call, endpoint, cancel) =
            (providers(), forward(), endpoint(&upstream), CancellationToken::new());
        let forwarding = providers.forward(&endpoint, &call, &cancel);
        let arrived = tokio::select! {
            _ = forwarding => panic!("nothing was said"),
            (head, _) = upstream.request() => head,
        };
        let left = Instant::now();
        assert!(arrived.starts_with("POST /v1/chat/completions"));
        assert!(upstream.hung_up().await - left < AT_ONCE);
    }
}

#[tokio::test]
async fn a_cancelled_call_ends_and_closes_the_connection_though_its_value_is_kept() {
    let words = Act::Say([head("text/event-stream"), chunk(b"data: 1\n\n")].concat());
    let mut upstream = Upstream::playing(vec![vec![words, Act::Hold]]);
    let cancel = CancellationToken::new();
    let providers = providers();
    let mut forwarded = providers.forward(&endpoint(&upstream), &forward(), &cancel).await.unwrap();
    forwarded.chunk().await.unwrap();
    let left = Instant::now();
    let (chunk, ()) = futures_util::future::join(forwarded.chunk(), async { cancel.cancel() }).await;
    assert_eq!(chunk, Err(ProviderError::Cancelled));
    assert!(upstream.hung_up().await - left < AT_ONCE);
    assert_eq!(forwarded.chunk().await, Ok(None));
    assert_eq!(providers.breaker_states(), [], "a caller who leaves says nothing about the vendor");
}

#[tokio::test]
async fn a_call_with_somewhere_else_to_go_is_sent_there_and_one_without_waits_for_its_turn() {
    let broken = status("500 Oops", "", "");
    let mut upstream =
        Upstream::playing(vec![broken; 7].into_iter().chain([stream_of(&[b"data: [DONE]\n\n"])]).collect());
    let providers = Providers::new(pallium_providers::ProviderOptions { retries: 0, ..options() });
    let last = forward();
    let elsewhere = Forward { last_resort: false, ..forward() };
    for _ in 0..5 {
        assert_eq!(
            send(&providers, &upstream, &elsewhere).await.err().map(|error| error.code()),
            Some("vendor_unavailable")
        );
    }
    assert_eq!(send(&providers, &upstream, &elsewhere).await.err().map(|error| error.code()), Some("vendor_paused"));
    assert_eq!(upstream.counts().1, 5, "a paused vendor is not asked");
    assert!(matches!(providers.breaker_states()[0].state, BreakerState::Open { .. }));

    let begun = Instant::now();
    let calls = (0..8).map(|_| send(&providers, &upstream, &last));
    let answered = futures_util::future::join_all(calls).await.into_iter().filter(Result::is_ok).count();
    let took = begun.elapsed();
    // The first at once, the second a turn later, the third another turn later, and its answer frees the rest.
    assert_eq!((answered, upstream.counts().1), (6, 8));
    assert!(took >= Duration::from_millis(400), "{took:?}");
}

#[tokio::test]
async fn a_call_with_somewhere_else_to_go_does_not_wait_long_here() {
    let asks_for = |seconds: &str| status("503 Busy", &format!("retry-after: {seconds}\r\n"), "");
    for (last_resort, reply, attempts) in
        [(false, asks_for("0"), 2), (true, asks_for("0"), 3), (false, asks_for("2"), 1), (true, asks_for("11"), 1)]
    {
        let mut upstream = Upstream::playing(vec![reply]);
        let call = Forward { last_resort, ..forward() };
        let error = send(&providers(), &upstream, &call).await.err().map(|error| error.code());
        assert_eq!((error, upstream.counts().1), (Some("vendor_unavailable"), attempts), "{call:?}");
    }
}
