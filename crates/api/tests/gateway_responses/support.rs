//! What these tests share.

use models::connection::ConnectionKind;
use serde_json::{Value, json};
use testing::vendor::{Script, ScriptedVendor, Step};
use testing::{Answer, Client, TestApp};

pub(crate) const RESPONSES: &str = "/v1/responses";

/// A vendor behind a connection of everyone with this name.
pub(crate) async fn connected(app: &TestApp, kind: ConnectionKind, name: &str) -> ScriptedVendor {
    let vendor = ScriptedVendor::start().await;
    let base_url = vendor.base_url_for(kind);
    let form = json!({
        "kind": kind.as_str(), "name": name, "base_url": base_url.as_str(), "scope": "system", "api_key": "sk-vendor",
    });
    app.owner().await.post("connections", form).await.with(201);
    vendor
}

/// The same, which always says `eins`.
pub(crate) async fn vendor(app: &TestApp, kind: ConnectionKind, name: &str) -> ScriptedVendor {
    let vendor = connected(app, kind, name).await;
    vendor.script(Script::steps([Step::usage(8, 1), Step::text("eins"), Step::finish()]).sticky());
    vendor
}

/// Somebody's program.
pub(crate) async fn program(app: &TestApp, who: &Client) -> Client {
    let made = who.post("api-keys", json!({ "name": "test" })).await.with(201);
    Client { token: Some(made["key"].as_str().unwrap().to_owned()), ..app.anonymous() }
}

/// The owner's program.
pub(crate) async fn owners(app: &TestApp) -> Client {
    program(app, &app.owner().await).await
}

/// A first question.
pub(crate) fn question(model: &str, words: &str) -> Value {
    json!({ "model": model, "input": words })
}

/// A question that goes on from an answer.
pub(crate) fn next(model: &str, words: &str, previous: &str) -> Value {
    json!({ "model": model, "input": words, "previous_response_id": previous })
}

/// Asks, whole or streamed, and gives the response.
pub(crate) async fn ask(program: &Client, mut body: Value, streamed: bool) -> Value {
    if !streamed {
        return program.post(RESPONSES, body).await.ok();
    }
    body["stream"] = json!(true);
    let answer = program.post(RESPONSES, body).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let events = answer.text();
    let data = events.lines().filter_map(|line| line.strip_prefix("data: "));
    let mut events = data.map(|data| serde_json::from_str::<Value>(data).unwrap());
    events.find(|event| event["type"] == "response.completed").unwrap()["response"].clone()
}

pub(crate) fn id(response: &Value) -> &str {
    response["id"].as_str().unwrap()
}

pub(crate) fn path(response: &Value) -> String {
    format!("{RESPONSES}/{}", id(response))
}

/// A refusal as OpenAI's clients read it: its type, parameter and code.
#[track_caller]
pub(crate) fn refusal(answer: &Answer, status: u16) -> Value {
    let body = answer.json();
    assert_eq!(answer.status, status, "{}: {}", answer.asked, answer.text());
    assert!(body["error"]["message"].as_str().is_some_and(|text| !text.is_empty()), "{}", answer.text());
    json!([body["error"]["type"], body["error"]["param"], body["error"]["code"]])
}
