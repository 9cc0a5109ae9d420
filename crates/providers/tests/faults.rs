//! The sixteen faults of a vendor, each with its outcome for a forwarded call.

mod support;

use std::time::Duration;

use models::connection::ConnectionKind;
use pallium_providers::{Deadlines, Forward, ProviderError, Providers};
use support::upstream::{Act, END, Upstream, chunk, head, status, stream_of};
use support::{endpoint_at, forward, options, read_all};
use tokio_util::sync::CancellationToken;

/// Long enough for a busy machine to deliver a request, short enough to be waited for.
const SHORT: Duration = Duration::from_millis(300);
const WORDS: &[u8] = b"data: {\"choices\":[{\"delta\":{\"content\":\"well\"}}]}\n\n";
const DONE: &[u8] = b"data: [DONE]\n\n";

/// What the caller, the vendor and the breaker see of a call.
#[derive(Debug, PartialEq)]
struct Outcome {
    /// The bytes that arrived.
    passed: Vec<u8>,
    /// The code of the error, and the vendor's bytes where it has some.
    end: Result<(), (&'static str, Option<String>)>,
    requests: usize,
    /// What the breaker counts.
    failures: u32,
}

struct Fault {
    name: &'static str,
    replies: Vec<Vec<Act>>,
    outcome: Outcome,
}

fn passes(name: &'static str, replies: Vec<Vec<Act>>, passed: &[&[u8]], requests: usize) -> Fault {
    Fault { name, replies, outcome: Outcome { passed: passed.concat(), end: Ok(()), requests, failures: 0 } }
}

/// It fails before the first byte; the words are the vendor's own.
fn refuses(name: &'static str, reply: Vec<Act>, code: (&'static str, Option<&str>), requests: usize) -> Fault {
    let end = Err((code.0, code.1.map(str::to_owned)));
    let well = name.starts_with("501") || matches!(code.0, "vendor_rate_limited" | "vendor_garbage");
    let failures = u32::from(!well);
    Fault { name, replies: vec![reply], outcome: Outcome { passed: Vec::new(), end, requests, failures } }
}

/// It fails after the first words.
fn breaks(name: &'static str, reply: Vec<Act>, code: &'static str) -> Fault {
    let outcome = Outcome { passed: WORDS.to_vec(), end: Err((code, None)), requests: 1, failures: 1 };
    Fault { name, replies: vec![reply], outcome }
}

fn begun() -> Vec<Act> {
    vec![Act::Say(head("text/event-stream")), Act::Say(chunk(WORDS))]
}

fn faults() -> Vec<Fault> {
    const LIMITED: &str = r#"{"error":{"message":"Slow down","code":"rate_limit_exceeded"}}"#;
    const BROKEN: &str = r#"{"error":{"message":"Oops"}}"#;
    const GARBAGE: &str = "\u{1}\u{2}<html>upstream connect error";
    let well = || stream_of(&[WORDS, DONE]);
    let silent = || vec![Act::Say(head("text/event-stream")), Act::Hold];
    let cut_early = || vec![Act::Say(head("text/event-stream")), Act::Close];
    let huge = vec![b'x'; 8 * 1024 * 1024];
    vec![
        refuses(
            "slow headers",
            vec![Act::Say(b"HTTP/1.1 200 OK\r\ncontent-".to_vec()), Act::Hold],
            ("vendor_timeout", None),
            1,
        ),
        passes("429 with a header", vec![status("429 Slow", "retry-after: 0\r\n", LIMITED), well()], &[WORDS, DONE], 2),
        refuses("429 without a header", status("429 Slow", "", LIMITED), ("vendor_rate_limited", Some(LIMITED)), 1),
        passes("500 once", vec![status("500 Oops", "", BROKEN), well()], &[WORDS, DONE], 2),
        refuses("500 always", status("500 Oops", "", BROKEN), ("vendor_unavailable", Some(BROKEN)), 3),
        refuses("501 is no illness", status("501 No", "", BROKEN), ("vendor_unavailable", Some(BROKEN)), 1),
        refuses("503 with garbage", status("503 Busy", "", GARBAGE), ("vendor_unavailable", Some(GARBAGE)), 3),
        passes("cut before the first byte, once", vec![cut_early(), well()], &[WORDS, DONE], 2),
        refuses("cut before the first byte, always", cut_early(), ("vendor_cut", None), 3),
        refuses("closed before the status line, always", vec![Act::Close], ("vendor_unreachable", None), 3),
        breaks("cut in mid-stream", [begun(), vec![Act::Close]].concat(), "vendor_cut"),
        breaks("cut within a chunk", [begun(), vec![Act::Say(b"ff\r\n".to_vec()), Act::Close]].concat(), "vendor_cut"),
        breaks("stall in mid-stream", [begun(), vec![Act::Hold]].concat(), "vendor_stalled"),
        refuses("silent", silent(), ("vendor_timeout", None), 1),
        passes(
            "bad JSON",
            vec![stream_of(&[WORDS, b"data: {\"choices\":[}\n\n"])],
            &[WORDS, b"data: {\"choices\":[}\n\n"],
            1,
        ),
        passes("a stream without an end", vec![stream_of(&[WORDS])], &[WORDS], 1),
        refuses("a web page", status("200 OK", "content-type: text/html\r\n", "<html>"), ("vendor_garbage", None), 1),
        passes("another content type", vec![status("200 OK", "content-type: text/plain\r\n", "hm")], &[b"hm"], 1),
        passes("a huge chunk", vec![stream_of(&[WORDS, &huge, DONE])], &[WORDS, &huge, DONE], 1),
    ]
}

/// Only those that end by a time-out have a short one: this machine may be busy.
fn patient(name: &str) -> Forward {
    let (first_token, between) = match name {
        "slow headers" | "silent" => (Some(SHORT), None),
        "stall in mid-stream" => (None, Some(SHORT)),
        _ => (None, None),
    };
    Forward { deadlines: Deadlines { first_token, between, total: None }, ..forward() }
}

fn words(error: ProviderError) -> (&'static str, Option<String>) {
    let code = error.code();
    let ProviderError::Vendor { body, .. } = error else { return (code, None) };
    (code, body.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
}

async fn outcome(base_url: &str, call: &Forward, upstream: Option<&mut Upstream>) -> Outcome {
    let providers = Providers::new(options());
    let endpoint = endpoint_at(base_url, ConnectionKind::OpenAi);
    let (passed, end) = match providers.forward(&endpoint, call, &CancellationToken::new()).await {
        Ok(mut forwarded) => read_all(&mut forwarded).await,
        Err(error) => (Vec::new(), Err(error)),
    };
    Outcome {
        passed: passed.concat(),
        end: end.map_err(words),
        requests: upstream.map_or(0, |upstream| upstream.counts().1),
        failures: providers.breaker_states().first().map_or(0, |target| target.failures),
    }
}

#[tokio::test]
async fn every_fault_has_its_outcome() {
    for fault in faults() {
        let mut upstream = Upstream::playing(fault.replies);
        let base_url = format!("http://{}/v1", upstream.address);
        let outcome = outcome(&base_url, &patient(fault.name), Some(&mut upstream)).await;
        // Eight MiB are better not printed.
        let sizes = (outcome.passed.len(), fault.outcome.passed.len());
        assert!(outcome == fault.outcome, "{}: {sizes:?} {:?}, {outcome:.200?}", fault.name, fault.outcome.end);
    }
}

#[tokio::test]
async fn a_vendor_that_refuses_connections_or_speaks_no_tls_is_unreachable() {
    let unreachable =
        || Outcome { passed: Vec::new(), end: Err(("vendor_unreachable", None)), requests: 0, failures: 1 };
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let nobody = listener.local_addr().unwrap();
    drop(listener);
    assert_eq!(outcome(&format!("http://{nobody}/v1"), &forward(), None).await, unreachable());

    let plain = Upstream::greeting(b"HTTP/1.1 400 Bad Request\r\n\r\n");
    assert_eq!(outcome(&format!("https://{}/v1", plain.address), &forward(), None).await, unreachable());
}

#[tokio::test]
async fn a_slow_reader_slows_the_vendor_and_is_not_taken_for_a_stall() {
    let long: Vec<u8> = (0..48 * 1024 * 1024_u32).map(|n| n as u8).collect();
    let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", long.len()).into_bytes();
    let mut upstream = Upstream::playing(vec![vec![Act::Say(head), Act::Say(long.clone())]]);
    let endpoint = endpoint_at(&format!("http://{}/v1", upstream.address), ConnectionKind::OpenAi);
    // The reader pauses for longer than the vendor may.
    let deadlines = Deadlines { between: Some(SHORT / 2), ..Deadlines::default() };
    let call = Forward { deadlines, ..forward() };
    let mut forwarded = Providers::new(options()).forward(&endpoint, &call, &CancellationToken::new()).await.unwrap();
    let written = upstream.blocked().await;
    assert!(written < 32 * 1024 * 1024, "{written} bytes were read ahead of the reader");
    let (chunks, end) = read_all(&mut forwarded).await;
    assert!(end == Ok(()) && chunks.concat() == long, "{end:?}");
}

#[tokio::test]
async fn a_caller_who_reads_says_that_an_answer_was_none() {
    let bodies = [stream_of(&[b"data: {\n\n"]), stream_of(&[WORDS])];
    let upstream = Upstream::playing(bodies.to_vec());
    let endpoint = endpoint_at(&format!("http://{}/v1", upstream.address), ConnectionKind::OpenAi);
    let providers = Providers::new(options());
    for failures in 1..=2 {
        let mut forwarded = providers.forward(&endpoint, &forward(), &CancellationToken::new()).await.unwrap();
        assert_eq!(read_all(&mut forwarded).await.1, Ok(()));
        forwarded.blame();
        drop(forwarded);
        let counted: Vec<_> = providers.breaker_states().into_iter().map(|target| target.failures).collect();
        assert_eq!(counted, [failures]);
    }
}

#[tokio::test]
async fn the_callers_own_limit_ends_an_answer_that_goes_on() {
    let words = Act::Say(chunk(WORDS));
    let talks = [begun(), vec![words.clone(), words, Act::Hold]].concat();
    let mut upstream = Upstream::playing(vec![talks]);
    let endpoint = endpoint_at(&format!("http://{}/v1", upstream.address), ConnectionKind::OpenAi);
    let deadlines = Deadlines { total: Some(SHORT), ..Deadlines::default() };
    let providers = Providers::new(options());
    let call = Forward { deadlines, ..forward() };
    let mut forwarded = providers.forward(&endpoint, &call, &CancellationToken::new()).await.unwrap();
    let (chunks, end) = read_all(&mut forwarded).await;
    assert_eq!((chunks.concat(), end), (WORDS.repeat(3), Err(ProviderError::TotalTimeout { after: SHORT })));
    upstream.hung_up().await;
    assert_eq!(providers.breaker_states(), [], "that is not the vendor's fault");
}

#[test]
fn the_end_of_an_answer_in_chunks_is_what_http_says() {
    assert_eq!(END, chunk(b""));
}
