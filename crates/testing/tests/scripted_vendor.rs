//! The scripted vendor does what tests rely on. Read over a bare socket or a bare client, since the
//! real client is what it helps to test.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking, its helpers too")]

use pallium_testing::vendor::{Outcome, Script, ScriptedVendor, Step};
use serde_json::{Value, json};

fn client() -> reqwest::Client {
    drop(rustls::crypto::ring::default_provider().install_default());
    reqwest::Client::builder().no_proxy().build().unwrap()
}

fn ask(text: &str) -> Value {
    json!({"model": "m", "stream": true, "messages": [{"role": "user", "content": text}]})
}

async fn post(vendor: &ScriptedVendor, path: &str, body: &Value) -> reqwest::Response {
    client().post(format!("{}{path}", vendor.origin())).json(body).send().await.unwrap()
}

#[tokio::test]
async fn without_a_script_the_last_user_message_comes_back_in_every_dialect() {
    let vendor = ScriptedVendor::start().await;
    for (path, media, end) in [
        ("/v1/chat/completions", "text/event-stream", "data: [DONE]\n\n"),
        ("/v1/messages", "text/event-stream", "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"),
        ("/api/chat", "application/x-ndjson", "}\n"),
    ] {
        let response = post(&vendor, path, &ask("hello")).await;
        assert_eq!(response.headers()["content-type"], media);
        let body = response.text().await.unwrap();
        assert!(body.contains("said: ") && body.contains("\"hello\"") && body.ends_with(end), "{path}: {body}");
    }
    let seen: Vec<_> = vendor.requests().into_iter().map(|request| (request.path, request.outcome)).collect();
    let answered = |path: &str| (path.to_owned(), Outcome::Answered);
    assert_eq!(seen, [answered("/v1/chat/completions"), answered("/v1/messages"), answered("/api/chat")]);
}

#[tokio::test]
async fn a_step_behind_a_gate_is_not_produced_before_the_one_in_front_is_on_the_wire() {
    let vendor = ScriptedVendor::start().await;
    vendor.script(Script::steps([Step::raw("one"), Step::wait("gate"), Step::raw("two")]));
    let mut response = post(&vendor, "/v1/chat/completions", &ask("go")).await;
    assert_eq!(response.chunk().await.unwrap().unwrap(), "one");
    vendor.wait_for_gate("gate").await;
    vendor.release("gate");
    assert_eq!(response.chunk().await.unwrap().unwrap(), "two");
    assert_eq!(response.chunk().await.unwrap(), None);
    vendor.wait_for_answer(0).await;
}

#[tokio::test]
async fn a_client_that_hangs_up_is_noticed_while_nothing_is_written() {
    let vendor = ScriptedVendor::start().await;
    vendor.script(Script::steps([Step::raw("one"), Step::Stall]));
    let mut response = post(&vendor, "/v1/chat/completions", &ask("go")).await;
    response.chunk().await.unwrap();
    drop(response);
    vendor.wait_for_disconnect(0).await;
}

#[tokio::test]
async fn a_client_that_hangs_up_before_the_status_line_is_noticed() {
    let vendor = ScriptedVendor::start().await;
    vendor.script(Script::text("late").hold("never"));
    let body = ask("go");
    tokio::select! {
        _ = post(&vendor, "/v1/chat/completions", &body) => panic!("answered before the gate was released"),
        () = vendor.wait_for_gate("never") => {}
    }
    vendor.wait_for_disconnect(0).await;
}

#[tokio::test]
async fn a_cut_breaks_the_body_and_a_hang_up_the_whole_answer() {
    let vendor = ScriptedVendor::start().await;
    vendor.script(Script::steps([Step::raw("one"), Step::Cut]));
    vendor.script(Script::hang_up());
    let mut response = post(&vendor, "/v1/chat/completions", &ask("go")).await;
    assert_eq!(response.chunk().await.unwrap().unwrap(), "one");
    let broken = response.chunk().await.unwrap_err();
    assert!(broken.is_decode() || broken.is_body(), "{broken:?}");
    let url = format!("{}/v1/chat/completions", vendor.origin());
    let error = client().post(url).json(&ask("go")).send().await.unwrap_err();
    assert!(error.is_request(), "{error:?}");
}

#[tokio::test]
async fn other_languages_script_it_over_http() {
    let vendor = ScriptedVendor::start().await;
    let script = json!([
        {"when": "good", "sticky": true, "reply": {"type": "chat", "steps": [
            {"type": "text", "text": "fine"}, {"type": "usage", "input": 3, "output": 1}, {"type": "finish", "reason": "stop"},
        ]}},
        {"reply": {"type": "status", "code": 503, "headers": {"retry-after": "1"}, "body": "busy"}},
    ]);
    assert_eq!(post(&vendor, "/__script", &script).await.status(), 204);
    assert_eq!(post(&vendor, "/v1/chat/completions", &ask("bad")).await.status(), 503);
    let mut whole = ask("good");
    whole["stream"] = json!(false);
    let answer: Value = post(&vendor, "/v1/chat/completions", &whole).await.json().await.unwrap();
    assert_eq!(answer["choices"][0]["message"]["content"], "fine");
    assert_eq!(answer["usage"]["total_tokens"], 4);

    assert_eq!(post(&vendor, "/__key", &json!({"key": "sk-right"})).await.status(), 204);
    let refused: Value = post(&vendor, "/v1/chat/completions", &whole).await.json().await.unwrap();
    assert_eq!(refused["error"]["code"], "invalid_api_key");
    let listed = client().get(format!("{}/__requests", vendor.origin())).send().await.unwrap();
    assert_eq!(listed.json::<Vec<Value>>().await.unwrap().len(), 3);
    assert_eq!(post(&vendor, "/__script", &json!({"reply": {"type": "opera"}})).await.status(), 422);
}
