//! What is told of an answer that did not go as it should, and whose words it keeps.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use models::connection::ConnectionKind;
use models::usage_entry::Outcome;
use serde_json::{Value, json};
use testing::vendor::{Script, ScriptedVendor, Step};
use testing::{Database, TestApp, on_both_databases};

use crate::support::*;

const WHOLE: &str = r#"{"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"all of it"},"finish_reason":"stop"}],"usage":{"prompt_tokens":8,"completion_tokens":3,"total_tokens":11}}"#;

/// A vendor that sends so many bytes of a whole answer to each call in turn, and closes the connection.
struct Stingy {
    url: String,
    asked: Arc<AtomicUsize>,
}

impl Stingy {
    fn new(bytes: Vec<usize>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/v1", listener.local_addr().unwrap());
        let asked = Arc::new(AtomicUsize::new(0));
        let count = asked.clone();
        std::thread::spawn(move || {
            for socket in listener.incoming() {
                let mut socket = socket.unwrap();
                let body = match read_request(&mut socket).starts_with("GET") {
                    true => r#"{"object":"list","data":[]}"#,
                    false => {
                        let place = count.fetch_add(1, Ordering::SeqCst);
                        let sent = bytes.get(place).copied().unwrap_or(WHOLE.len());
                        send(&mut socket, &WHOLE[..sent], WHOLE.len());
                        continue;
                    }
                };
                send(&mut socket, body, body.len());
            }
        });
        Self { url, asked }
    }
}

fn send(socket: &mut TcpStream, body: &str, length: usize) {
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n"
    );
    socket.write_all(head.as_bytes()).unwrap();
    socket.write_all(body.as_bytes()).unwrap();
    socket.flush().unwrap();
}

/// All of a request: a body that is left unread would make the system reset the connection.
fn read_request(socket: &mut TcpStream) -> String {
    let mut text = String::new();
    let mut buffer = [0; 4096];
    loop {
        let read = socket.read(&mut buffer).unwrap();
        text.push_str(&String::from_utf8_lossy(&buffer[..read]));
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length =
            head.to_lowercase().lines().find_map(|line| line.strip_prefix("content-length: ").map(str::to_owned));
        let wanted = length.map_or(0, |length| length.parse().unwrap());
        if read == 0
            || (body.len() >= wanted && !head.to_lowercase().contains("chunked"))
            || body.ends_with("0\r\n\r\n")
        {
            return text;
        }
    }
}

/// A response as its vendor tells it.
fn response(id: &str) -> Value {
    json!({
        "id": id, "object": "response", "created_at": 1, "status": "completed", "model": "scripted-large", "previous_response_id": null,
        "output": [{ "id": "msg_1", "type": "message", "role": "assistant", "status": "completed",
            "content": [{ "type": "output_text", "text": "hello", "annotations": [] }] }],
        "usage": { "input_tokens": 5, "output_tokens": 2, "total_tokens": 7 },
    })
}

on_both_databases! {
    async fn a_whole_answer_that_was_cut_is_asked_for_again(database: Database) {
        let app = TestApp::builder(database).setting("gateway.retries", "1").start().await;
        let program = Program::new(&app).await;
        for (number, path) in [CHAT, MESSAGES].into_iter().enumerate() {
            let vendor = Stingy::new(vec![40]);
            let id = connect_to(&app, &vendor.url, ConnectionKind::OpenAiCompatible, &format!("Stingy {number}")).await;
            let answer = program.post(path, &message(&format!("stingy-{number}/m"), "hi")).await;
            assert!(answer.status == 200 && answer.text().contains("all of it"), "{}", answer.text());
            assert_eq!((answer.header("x-pallium-attempts"), vendor.asked.load(Ordering::SeqCst)), ("2", 2));
            // And at the next target, where this one never says all.
            let never = Stingy::new(vec![40; 9]);
            let broken = connect_to(&app, &never.url, ConnectionKind::OpenAiCompatible, &format!("Never {number}")).await;
            let name = format!("safe-{number}");
            alias(&app, &name, false, vec![target(broken, "m"), target(id, "m")]).await;
            let answer = program.post(path, &message(&name, "hi")).await;
            assert!(answer.status == 200 && answer.text().contains("all of it"), "{}", answer.text());
            let failed = never.asked.load(Ordering::SeqCst);
            assert_eq!((failed, answer.header("x-pallium-attempts")), (2, "3"));
        }
        for (entry, attempts) in entries(&app, 4).await.iter().zip([2, 3, 2, 3]) {
            let tokens = (entry.tokens.input_tokens, entry.tokens.output_tokens);
            assert_eq!((entry.outcome, entry.attempts, tokens), (Outcome::Completed, attempts, (8, 3)), "{entry:?}");
        }
    }

    async fn requests_that_failed_are_counted_too(database: Database) {
        let app = TestApp::builder(database).setting("gateway.retries", "1").start().await;
        let (down, one) = vendor(&app, "Down").await;
        let (_up, two) = vendor(&app, "Up").await;
        down.script(Script::status(500, "{}").sticky());
        alias(&app, "safe", false, vec![target(one, "scripted-large"), target(two, "scripted-large")]).await;
        let program = Program::new(&app).await;
        assert_eq!(program.post(CHAT, &ask("safe", "hi")).await.header("x-pallium-attempts"), "3");
        assert_eq!(program.post(CHAT, &ask("down/scripted-large", "hi")).await.status, 500);
        let attempts: Vec<_> = entries(&app, 2).await.iter().map(|it| (it.outcome, it.attempts)).collect();
        assert_eq!(attempts, [(Outcome::Completed, 3), (Outcome::Failed, 2)]);
    }

    async fn a_response_names_the_one_that_its_caller_went_on_from(app: TestApp) {
        let vendor = ScriptedVendor::start().await;
        connect(&app, &vendor, ConnectionKind::OpenAi, "One").await;
        let program = Program::new(&app).await;
        vendor.script(Script::status(200, response("resp_a").to_string()).path("/v1/responses"));
        let question = json!({ "model": "one/scripted-large", "input": "hi" });
        let first = program.post(RESPONSES, &question).await.ok();
        assert_eq!(first["previous_response_id"], Value::Null);
        let next = with(question, json!({ "previous_response_id": "resp_a" }));
        vendor.script(Script::status(200, response("resp_b").to_string()).path("/v1/responses"));
        let second = program.post(RESPONSES, &next).await.ok();
        assert_eq!((&second["id"], &second["previous_response_id"]), (&json!("resp_b"), &json!("resp_a")));
        assert_eq!(program.get("/v1/responses/resp_b").await.ok(), second);
        let event = |name: &str| format!("event: {name}\ndata: {}\n\n", json!({ "type": name, "response": response("resp_c") }));
        vendor.script(Script::steps([Step::raw(event("response.created")), Step::raw(event("response.completed"))]));
        let stream = program.post(RESPONSES, &with(next, json!({ "stream": true }))).await.text();
        let told: Vec<_> = events(&stream).iter().map(|it| it["response"]["previous_response_id"].clone()).collect();
        assert_eq!(told, ["resp_a", "resp_a"], "{stream}");
    }

    async fn a_response_that_was_cut_ends_as_failed_and_raises_an_exception(app: TestApp) {
        let program = Program::new(&app).await;
        for (kind, name) in [(ConnectionKind::OpenAi, "own"), (ConnectionKind::OpenAiCompatible, "other")] {
            let vendor = ScriptedVendor::start().await;
            connect(&app, &vendor, kind, name).await;
            vendor.script(Script::steps([Step::text("half a"), Step::Cut]));
            let body = json!({ "model": format!("{name}/scripted-large"), "input": "hi", "stream": true });
            let stream = program.post(RESPONSES, &body).await.text();
            let all = events(&stream);
            let last = all.last().unwrap();
            assert!(stream.contains("half a") && !stream.contains("response.completed"), "{stream}");
            assert_eq!(last["type"], "response.failed", "{stream}");
            assert_eq!((&last["response"]["status"], &last["response"]["object"]), (&json!("failed"), &json!("response")), "{stream}");
            assert_eq!(last["response"]["id"], all[0]["response"]["id"], "{stream}");
            // OpenAI's libraries raise what they find here, and nothing else.
            assert!(last["error"]["message"].as_str().is_some_and(|it| !it.is_empty()), "{stream}");
            assert_eq!(last["response"]["error"]["code"], "server_error", "{stream}");
        }
    }

    async fn a_vendors_own_trouble_keeps_its_class_in_its_own_dialect(database: Database) {
        let app = TestApp::builder(database).setting("gateway.retries", "0").start().await;
        let vendor = ScriptedVendor::start().await;
        connect(&app, &vendor, ConnectionKind::Anthropic, "One").await;
        let program = Program::new(&app).await;
        let body = r#"{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"req_1"}"#;
        for stream in [true, false] {
            vendor.script(Script::status(529, body));
            let question = with(message("one/scripted-large", "hi"), json!({ "stream": stream }));
            let answer = program.post(MESSAGES, &question).await;
            assert_eq!((anthropic_error(&answer, 529).as_str(), answer.text().as_str()), ("overloaded_error", body));
            vendor.script(Script::status(529, body));
            openai_error(&program.post(CHAT, &question).await, 503);
            // A proxy's page has a status and no words of the dialect.
            vendor.script(Script::status(502, "<html>nginx</html>"));
            let answer = program.post(MESSAGES, &question).await;
            anthropic_error(&answer, 502);
            assert!(!answer.text().contains("nginx"), "{}", answer.text());
        }
    }

    async fn the_vendors_name_of_a_model_stays_unless_an_alias_was_asked_for(app: TestApp) {
        let (_vendor, id) = vendor(&app, "One").await;
        alias(&app, "mine", false, vec![target(id, "scripted-large")]).await;
        let program = Program::new(&app).await;
        for path in [CHAT, MESSAGES] {
            for (asked, told) in [("one/scripted-large", "scripted-large"), ("scripted-large", "scripted-large"), ("mine", "mine")] {
                assert_eq!(program.post(path, &message(asked, "hi")).await.ok()["model"], told, "{path} {asked}");
                let stream = program.post(path, &with(message(asked, "hi"), json!({ "stream": true }))).await.text();
                let first = events(&stream).remove(0);
                let model = if path == CHAT { &first["model"] } else { &first["message"]["model"] };
                assert_eq!(model, told, "{path} {asked}: {stream}");
            }
        }
    }
}
