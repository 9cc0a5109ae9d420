//! `pallium gateway rehearse`.

use reqwest::{Client, Response};
use serde_json::{Value, json};
use testing::run;

use crate::support::{Home, Said, Server};

const PATHS: [&str; 5] = ["/v1/chat/completions", "/v1/responses", "/v1/messages", "/api/chat", "/api/generate"];
const FIRST_WORDS: &str = "This is a rehearsal.";
const LAST_WORD: &str = "end.";

/// A rehearsal with these faults and no pauses, after its introduction.
fn rehearsal(faults: &str, more: &[&str]) -> Server {
    let words = ["gateway", "rehearse", "--port", "0", "--delay", "0ms", "--slow", "0ms", "--faults", faults];
    let mut server = Server::start_saying(Home::new().command(&[&words, more].concat()), "The rehearsal listens on ");
    while server.line() != "Ctrl-C ends it. Calls:" {}
    server
}

fn client() -> Client {
    // A second installation is refused, which is as good.
    drop(rustls::crypto::ring::default_provider().install_default());
    Client::builder().no_proxy().build().unwrap()
}

async fn ask(origin: &str, path: &str, stream: bool) -> reqwest::Result<Response> {
    let body = json!({
        "model": "any", "stream": stream, "max_tokens": 100, "input": "Hello", "prompt": "Hello",
        "messages": [{ "role": "user", "content": "Hello" }],
    });
    client().post(format!("{origin}{path}")).json(&body).send().await
}

/// What was read of an answer, and whether it was read to its end.
async fn read(mut answer: Response) -> (String, bool) {
    let mut bytes = Vec::new();
    loop {
        match answer.chunk().await {
            Ok(Some(chunk)) => bytes.extend_from_slice(&chunk),
            Ok(None) => return (String::from_utf8(bytes).unwrap(), true),
            Err(_) => return (String::from_utf8(bytes).unwrap(), false),
        }
    }
}

/// Whether the rest of an answer is missing.
fn is_half(text: &str, stream: bool) -> bool {
    if stream { !text.contains(LAST_WORD) } else { serde_json::from_str::<Value>(text).is_err() }
}

#[test]
fn without_faults_every_dialect_is_answered() {
    let server = rehearsal("", &[]);
    let origin = server.origin.clone();
    run(async move {
        for path in PATHS {
            let (whole, _) = read(ask(&origin, path, false).await.unwrap()).await;
            assert!(whole.contains(FIRST_WORDS) && whole.contains(LAST_WORD), "{path}: {whole}");
            let (streamed, ended) = read(ask(&origin, path, true).await.unwrap()).await;
            assert!(ended && streamed.contains("rehearsal. ") && streamed.contains(LAST_WORD), "{path}: {streamed}");
        }
    });
}

#[test]
fn each_dialect_lists_the_model() {
    let server = rehearsal("refuse=100", &[]);
    let origin = server.origin.clone();
    run(async move {
        for (path, pointer) in [("/v1/models", "/data/0/id"), ("/api/tags", "/models/0/name")] {
            let list: Value = client().get(format!("{origin}{path}")).send().await.unwrap().json().await.unwrap();
            assert!(list.pointer(pointer).unwrap().as_str().unwrap().starts_with("rehearsal"), "{path}: {list}");
        }
    });
}

#[test]
fn a_status_is_told_in_the_callers_dialect() {
    let server = rehearsal("429=100", &[]);
    let origin = server.origin.clone();
    run(async move {
        for path in PATHS {
            let answer = ask(&origin, path, true).await.unwrap();
            assert_eq!((answer.status().as_u16(), &answer.headers()["retry-after"]), (429, &"1".parse().unwrap()));
            let body: Value = answer.json().await.unwrap();
            let said = body.pointer("/error/message").or_else(|| body.pointer("/error"));
            assert_eq!(said, Some(&json!("The rehearsal refuses this call.")), "{path}: {body}");
        }
    });
}

#[test]
fn a_cut_comes_in_the_middle_of_an_answer() {
    let server = rehearsal("cut=100", &[]);
    let origin = server.origin.clone();
    run(async move {
        for path in PATHS {
            for stream in [true, false] {
                let (begun, ended) = read(ask(&origin, path, stream).await.unwrap()).await;
                assert!(!ended && is_half(&begun, stream), "{path}: {begun}");
            }
        }
    });
}

#[test]
fn garbage_takes_the_place_of_the_second_half() {
    let server = rehearsal("garbage=100", &[]);
    let origin = server.origin.clone();
    run(async move {
        for path in PATHS {
            for stream in [true, false] {
                let (text, ended) = read(ask(&origin, path, stream).await.unwrap()).await;
                assert!(ended && text.contains("<html>") && is_half(&text, stream), "{path}: {text}");
            }
        }
    });
}

#[test]
fn a_refused_call_gets_no_byte() {
    let server = rehearsal("refuse=100", &[]);
    let origin = server.origin.clone();
    run(async move {
        let error = ask(&origin, "/v1/messages", true).await.unwrap_err();
        assert!(error.is_request() && error.status().is_none(), "{error:?}");
    });
}

#[test]
fn a_stall_lasts_until_the_caller_leaves_and_that_is_told() {
    let mut server = rehearsal("stall=100", &[]);
    let origin = server.origin.clone();
    run(async move {
        let mut answer = ask(&origin, "/api/chat", true).await.unwrap();
        assert_ne!(answer.chunk().await.unwrap(), None);
    });
    assert_eq!(server.line(), "  1 /api/chat stall");
    assert_eq!(server.line(), "  1 the caller has left");
}

#[test]
fn the_same_seed_gives_the_same_faults() {
    let servers = ["7", "7", "8"].map(|seed| rehearsal("500=30,503=30", &["--seed", seed]));
    let origins = servers.each_ref().map(|server| server.origin.clone());
    run(async move {
        let mut statuses = origins.each_ref().map(|_| Vec::new());
        for (origin, statuses) in origins.iter().zip(&mut statuses) {
            for _ in 0..20 {
                statuses.push(ask(origin, "/v1/messages", false).await.unwrap().status().as_u16());
            }
        }
        let [first, again, other] = statuses;
        assert!([200, 500, 503].iter().all(|status| first.contains(status)), "{first:?}");
        assert_eq!(first, again);
        assert_ne!(first, other);
    });
}

#[test]
fn variables_stand_for_flags() {
    let home = Home::new().with("PALLIUM_REHEARSE_FAULTS", "cut=7").with("PALLIUM_REHEARSE_SEED", "3");
    let home = home.with("PALLIUM_REHEARSE_PORT", "0").with("PALLIUM_PORT", "1");
    let mut server = Server::start_saying(home.command(&["gateway", "rehearse"]), "The rehearsal listens on ");
    assert_eq!(server.line(), "Of 100 calls fail: cut 7. Seed 3.");
}

#[test]
fn a_mistake_in_the_faults_exits_2() {
    let said = Home::new().run(&["gateway", "rehearse", "--faults", "cat=1"]);
    assert_eq!((said.code, said.out.as_str()), (Some(2), ""));
    assert!(said.err.contains("`cat` is none of cut, stall, garbage"), "{}", said.err);
}

#[test]
fn a_taken_port_is_told_with_a_way_out() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let said = Home::new().run(&["--port", &port, "gateway", "rehearse"]);
    let err = format!(
        "pallium: listening on 127.0.0.1:{port}; if another program uses the port, choose one with --port: \
         Address already in use (os error 98)\n"
    );
    assert_eq!(said, Said { code: Some(1), out: String::new(), err });
}
