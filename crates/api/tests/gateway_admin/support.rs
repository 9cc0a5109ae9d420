//! What these tests share.

use models::ids::{ConnectionId, UsageEntryId, UserId};
use models::price::Nanos;
use models::run::Usage;
use models::time::Time;
use models::usage_entry::{Outcome, UsageEntry};
use reqwest::Method;
use serde_json::{Value, json};
use store::StoreError;
use testing::{Answer, Client, TestApp};

/// An id that nothing has.
pub(crate) const NOBODY: &str = "0193a5b0-7d5c-7cc2-a1b2-0123456789ab";

/// A key of these fields.
pub(crate) async fn make(client: &Client, fields: Value) -> Value {
    client.post("api-keys", fields).await.with(201)
}

/// A program that calls with a key.
pub(crate) fn program(app: &TestApp, key: &Value) -> Client {
    Client { token: Some(key["key"].as_str().unwrap().to_owned()), ..app.anonymous() }
}

/// Where a thing with an id is.
pub(crate) fn path(noun: &str, thing: &Value) -> String {
    format!("{noun}/{}", thing["id"].as_str().unwrap())
}

/// A key of the scope `api` for its maker.
pub(crate) async fn api_key(client: &Client) -> Value {
    make(client, json!({ "name": "Script", "scopes": ["api"] })).await
}

/// The items of a list.
pub(crate) fn items(list: &Value) -> Vec<Value> {
    list["items"].as_array().cloned().unwrap_or_default()
}

/// One field of each item of a list.
pub(crate) fn each(list: &Value, field: &str) -> Vec<Value> {
    items(list).iter().map(|item| item[field].clone()).collect()
}

/// The fields that a validation refused.
pub(crate) fn wrong_fields(answer: &Answer) -> Vec<String> {
    assert_eq!(answer.error(), (422, "invalid".to_owned()), "{}", answer.text());
    let body = answer.json();
    let errors = body["errors"].as_array().cloned().unwrap_or_default();
    errors.iter().map(|error| error["field"].as_str().unwrap_or_default().to_owned()).collect()
}

/// The newest entries of the audit log: action, resource and detail.
pub(crate) async fn audited(app: &TestApp, count: usize) -> Vec<Value> {
    let log = app.owner().await.get("audit?limit=200").await.ok();
    let entry = |it: &Value| json!([it["action"], it["resource"], it["detail"]]);
    items(&log).iter().take(count).map(entry).collect()
}

/// Replaces something.
pub(crate) async fn put(client: &Client, path: &str, body: Value) -> Answer {
    client.send(client.request(Method::PUT, path).json(&body)).await
}

/// The connection that the server makes by itself.
pub(crate) async fn demo(app: &TestApp) -> ConnectionId {
    let connections = app.owner().await.get("connections").await.ok();
    serde_json::from_value(connections["items"][0]["id"].clone()).unwrap()
}

/// An alias that leads to the demo.
pub(crate) async fn alias(app: &TestApp, name: &str) -> Value {
    let target = json!({ "connection_id": demo(app).await, "model": "demo" });
    put(&app.owner().await, &format!("gateway/aliases/{name}"), json!({ "targets": [target] })).await.ok()
}

/// A call of a user: a thousand tokens in, a hundred out, one cent.
pub(crate) fn call(app: &TestApp, user: &Client, at: &str) -> UsageEntry {
    UsageEntry {
        id: UsageEntryId(app.context().id()),
        at: at.parse::<Time>().unwrap(),
        key_id: None,
        user_id: user.user_id().parse::<UserId>().unwrap(),
        run_id: None,
        connection_id: None,
        dialect: "openai_chat".into(),
        asked_model: "cheap".into(),
        answered_model: "gpt-5".into(),
        tokens: Usage { input_tokens: 1000, output_tokens: 100, ..Usage::default() },
        cost: Nanos(10_000_000),
        estimated: false,
        streamed: true,
        latency_ms: 1500,
        first_token_ms: Some(300),
        attempts: 1,
        outcome: Outcome::Completed,
        task_type: None,
        cached: false,
        workspace_id: None,
        call_id: None,
        queued_ms: None,
    }
}

/// Writes calls into the ledger.
pub(crate) async fn enter(app: &TestApp, calls: Vec<UsageEntry>) {
    let write = move |db: &mut store::Db| store::usage_entries::insert_many(db, &calls);
    app.context().store.write(write).await.map_err(|error: StoreError| error.to_string()).unwrap();
}
