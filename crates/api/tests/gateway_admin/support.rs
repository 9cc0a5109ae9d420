//! What these tests share.

use serde_json::{Value, json};
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
