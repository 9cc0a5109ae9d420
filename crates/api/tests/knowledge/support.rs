//! What these tests share.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use testing::vendor::ScriptedVendor;
use testing::{Answer, Client, Database, TestApp};

/// Longest wait for work in the background.
const PATIENCE: Duration = Duration::from_secs(60);

/// A server that also runs jobs.
pub(crate) async fn start(database: Database) -> TestApp {
    TestApp::builder(database).with_jobs().start().await
}

/// A field that is text.
pub(crate) fn text(value: &Value, field: &str) -> String {
    value[field].as_str().unwrap_or_else(|| panic!("{field} of {value}")).to_owned()
}

/// The items of a list.
pub(crate) fn items(list: &Value) -> Vec<Value> {
    list["items"].as_array().cloned().unwrap_or_default()
}

/// A new collection's address.
pub(crate) async fn collection(client: &Client, name: &str) -> String {
    let made = client.post("collections", json!({ "name": name })).await.with(201);
    format!("collections/{}", text(&made, "id"))
}

/// The id at the end of an address.
pub(crate) fn id(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}

/// Sends a file as a form.
pub(crate) async fn send(client: &Client, collection: &str, name: &str, bytes: &[u8]) -> Answer {
    let mut body =
        format!("--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n").into_bytes();
    body.extend(bytes);
    body.extend(b"\r\n--edge--\r\n");
    let request = client
        .request(Method::POST, &format!("{collection}/documents"))
        .header("content-type", "multipart/form-data; boundary=edge")
        .body(body);
    client.send(request).await
}

/// Adds a file, waits until it was read and gives its address.
pub(crate) async fn add(client: &Client, collection: &str, name: &str, said: &str) -> String {
    let document = send(client, collection, name, said.as_bytes()).await.with(202);
    let path = format!("documents/{}", text(&document, "id"));
    let read = until(client, &path, |it| it["state"] != "queued" && it["state"] != "processing").await;
    assert_eq!(read["state"], "ready", "{read}");
    path
}

/// Asks again until the answer is as wanted.
pub(crate) async fn until(client: &Client, path: &str, wanted: impl Fn(&Value) -> bool) -> Value {
    let mut last = Value::Null;
    let asking = async {
        loop {
            last = client.get(path).await.ok();
            if wanted(&last) {
                break;
            }
        }
    };
    let waited = tokio::time::timeout(PATIENCE, asking).await;
    assert!(waited.is_ok(), "{path} stays {last}");
    last
}

/// The vendor and a collection whose vectors it makes.
pub(crate) async fn with_vectors(app: &TestApp, client: &Client, model: &str) -> (ScriptedVendor, String, Value) {
    let vendor = ScriptedVendor::start().await;
    vendor.offer_models(&["scripted-embed", "scripted-embed-300", "scripted-mini"]);
    let choice = app.connect(&vendor).await;
    let embedding = json!({ "connection_id": choice.connection_id, "model": model });
    let made = client.post("collections", json!({ "name": "Pets", "embedding": embedding })).await.with(201);
    (vendor, format!("collections/{}", text(&made, "id")), json!(choice.connection_id))
}

/// Searches one collection.
pub(crate) async fn search(client: &Client, collection: &str, query: &str) -> Value {
    let body = json!({ "query": query, "collection_ids": [id(collection)], "explain": true });
    client.post("knowledge/search", body).await.ok()
}

/// The names of the documents that a report's passages are of.
pub(crate) fn found(report: &Value) -> Vec<String> {
    report["passages"].as_array().unwrap().iter().map(|it| text(it, "document_name")).collect()
}

/// Gives somebody a role in a workspace.
pub(crate) async fn put_member(owner: &Client, space: &str, member: &Client, role: &str) {
    let path = format!("workspaces/{space}/members/{}", member.user_id());
    owner.send(owner.request(Method::PUT, &path).json(&json!({ "role": role }))).await.ok();
}
