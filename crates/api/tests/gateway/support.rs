//! What these tests share.

use std::time::Duration;

use models::alias::{AliasName, ModelAlias, Target};
use models::connection::ConnectionKind;
use models::ids::{ApiKeyId, ConnectionId, ModelAliasId};
use models::limits::{Period, Subject};
use reqwest::{Method, RequestBuilder, Response};
use serde_json::{Value, json};
use store::budgets::{Counter, Spent};
use testing::vendor::ScriptedVendor;
use testing::{Answer, Client, TestApp};

/// Longest silence of a stream before a test fails.
const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) const CHAT: &str = "/v1/chat/completions";
pub(crate) const RESPONSES: &str = "/v1/responses";
pub(crate) const MESSAGES: &str = "/v1/messages";

/// A program with a key.
pub(crate) struct Program {
    pub(crate) client: Client,
    pub(crate) key: String,
    pub(crate) key_id: String,
}

impl Program {
    /// The owner's program with a key of usual rights.
    pub(crate) async fn new(app: &TestApp) -> Self {
        Self::with(app, json!({})).await
    }

    /// The owner's program with a key made from these fields.
    pub(crate) async fn with(app: &TestApp, fields: Value) -> Self {
        Self::of(app, &app.owner().await, fields).await
    }

    /// Somebody's program.
    pub(crate) async fn of(app: &TestApp, who: &Client, fields: Value) -> Self {
        let mut form = json!({ "name": "test" });
        form.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        let made = who.post("api-keys", form).await.with(201);
        let text = |field: &str| made[field].as_str().unwrap().to_owned();
        Self { client: app.anonymous(), key: text("key"), key_id: text("id") }
    }

    /// A request with the key as OpenAI's clients send it.
    pub(crate) fn request(&self, path: &str) -> RequestBuilder {
        self.client.request(Method::POST, path).bearer_auth(&self.key)
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.client.send(self.request(path).json(body)).await
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.client.send(self.client.request(Method::GET, path).bearer_auth(&self.key)).await
    }

    /// Opens a stream, which must begin well.
    pub(crate) async fn open(&self, path: &str, body: &Value) -> Response {
        let answer = self.request(path).json(body).send().await.unwrap();
        let status = answer.status();
        assert!(status.is_success(), "{status}: {}", answer.text().await.unwrap());
        answer
    }
}

/// The next bytes of a stream; `None` at its end.
pub(crate) async fn chunk(answer: &mut Response) -> Option<String> {
    let chunk =
        tokio::time::timeout(PATIENCE, answer.chunk()).await.unwrap_or_else(|_| panic!("the stream went silent"));
    chunk.unwrap().map(|bytes| String::from_utf8(bytes.to_vec()).unwrap())
}

/// Reads until the text has come.
pub(crate) async fn read_until(answer: &mut Response, wanted: &str) -> String {
    let mut text = String::new();
    while !text.contains(wanted) {
        let more = chunk(answer).await.unwrap_or_else(|| panic!("the stream ended before {wanted:?}: {text}"));
        text.push_str(&more);
    }
    text
}

/// A connection of everyone to a vendor, under a name.
pub(crate) async fn connect(app: &TestApp, vendor: &ScriptedVendor, kind: ConnectionKind, name: &str) -> ConnectionId {
    connect_to(app, vendor.base_url_for(kind).as_str(), kind, name).await
}

/// A connection of everyone to an address, under a name.
pub(crate) async fn connect_to(app: &TestApp, base_url: &str, kind: ConnectionKind, name: &str) -> ConnectionId {
    let needs_key = matches!(kind, ConnectionKind::Anthropic | ConnectionKind::OpenAi);
    let mut form = json!({ "kind": kind.as_str(), "name": name, "base_url": base_url, "scope": "system" });
    if needs_key {
        form["api_key"] = json!("sk-vendor");
    }
    let made = app.owner().await.post("connections", form).await.with(201);
    serde_json::from_value(made["id"].clone()).unwrap()
}

/// A vendor with an OpenAI-compatible connection `name` of everyone.
pub(crate) async fn vendor(app: &TestApp, name: &str) -> (ScriptedVendor, ConnectionId) {
    let vendor = ScriptedVendor::start().await;
    let id = connect(app, &vendor, ConnectionKind::OpenAiCompatible, name).await;
    (vendor, id)
}

pub(crate) fn target(connection_id: ConnectionId, model: &str) -> Target {
    Target { connection_id, model: model.to_owned(), weight: 0, max_input_tokens: None, task_types: Vec::new() }
}

/// Makes an alias behind the API.
pub(crate) async fn alias(app: &TestApp, name: &str, rescue: bool, targets: Vec<Target>) {
    add_alias(app, name, |alias| ModelAlias { targets, rescue, ..alias }).await;
}

/// Makes an alias behind the API from one without targets.
pub(crate) async fn add_alias(app: &TestApp, name: &str, made: impl FnOnce(ModelAlias) -> ModelAlias) {
    let now = app.context().now();
    let alias = made(ModelAlias {
        id: ModelAliasId(app.context().id()),
        name: AliasName::parse(name).unwrap(),
        targets: Vec::new(),
        rescue: false,
        first_token_deadline_ms: None,
        cache_seconds: None,
        cache_shared: false,
        created_at: now,
        updated_at: now,
    });
    app.context().store.write(move |db| store::aliases::insert(db, &alias)).await.unwrap();
}

/// Replaces an alias as an admin does.
pub(crate) async fn put_alias(app: &TestApp, name: &str, body: &Value) {
    let owner = app.owner().await;
    let request = owner.request(Method::PUT, &format!("gateway/aliases/{name}")).json(body);
    owner.send(request).await.ok();
}

/// Removes all connections but the demo's and all aliases.
pub(crate) async fn clear(app: &TestApp) {
    let owner = app.owner().await;
    let list = owner.get("connections").await.ok();
    for it in list["items"].as_array().unwrap().iter().filter(|it| it["kind"] != "demo") {
        owner.delete(&format!("connections/{}", it["id"].as_str().unwrap())).await;
    }
    let list = owner.get("gateway/aliases").await.ok();
    for it in list["items"].as_array().unwrap() {
        owner.delete(&format!("gateway/aliases/{}", it["name"].as_str().unwrap())).await;
    }
}

/// A question in the chat dialect.
pub(crate) fn ask(model: &str, words: &str) -> Value {
    json!({ "model": model, "messages": [{ "role": "user", "content": words }] })
}

/// The same, streamed.
pub(crate) fn ask_streamed(model: &str, words: &str) -> Value {
    with(ask(model, words), json!({ "stream": true }))
}

/// A question in Anthropic's dialect.
pub(crate) fn message(model: &str, words: &str) -> Value {
    with(ask(model, words), json!({ "max_tokens": 200 }))
}

/// An object with more fields.
pub(crate) fn with(mut object: Value, more: Value) -> Value {
    object.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    object
}

/// The data of a stream's events; `[DONE]` and comments left out.
pub(crate) fn events(stream: &str) -> Vec<Value> {
    let data = stream.lines().filter_map(|line| line.strip_prefix("data: "));
    data.filter(|data| *data != "[DONE]").map(|data| serde_json::from_str(data).unwrap()).collect()
}

/// The words of a stream of chat completions.
pub(crate) fn chat_words(stream: &str) -> String {
    events(stream).iter().filter_map(|event| event["choices"][0]["delta"]["content"].as_str()).collect()
}

/// The words of a stream of messages.
pub(crate) fn message_words(stream: &str) -> String {
    events(stream).iter().filter_map(|event| event["delta"]["text"].as_str()).collect()
}

/// Asserts that an answer is an error as OpenAI's clients read it, and gives its type and code.
#[track_caller]
pub(crate) fn openai_error(answer: &Answer, status: u16) -> (String, Option<String>) {
    let body = answer.json();
    assert_eq!(answer.status, status, "{}: {}", answer.asked, answer.text());
    let error = body["error"].as_object().unwrap_or_else(|| panic!("no error of OpenAI: {}", answer.text()));
    assert!(error["message"].as_str().is_some_and(|text| !text.is_empty()), "{}", answer.text());
    assert!(error.contains_key("param") && error.contains_key("code"), "{}", answer.text());
    (error["type"].as_str().unwrap().to_owned(), error["code"].as_str().map(str::to_owned))
}

/// Asserts that an answer is an error as Anthropic's clients read it, and gives its type.
#[track_caller]
pub(crate) fn anthropic_error(answer: &Answer, status: u16) -> String {
    let body = answer.json();
    assert_eq!(answer.status, status, "{}: {}", answer.asked, answer.text());
    assert_eq!(body["type"], "error", "{}", answer.text());
    assert!(body["error"]["message"].as_str().is_some_and(|text| !text.is_empty()), "{}", answer.text());
    body["error"]["type"].as_str().unwrap().to_owned()
}

/// What a key's budget of the day shows once nothing is under way.
pub(crate) async fn spent(app: &TestApp, program: &Program) -> Spent {
    let key: ApiKeyId = serde_json::from_value(json!(program.key_id)).unwrap();
    let period_start = Period::Day.start(app.context().now());
    let counter = Counter { subject: Subject::Key(key), period: Period::Day, period_start };
    app.context().store.read(move |db| store::budgets::used(db, &counter)).await.unwrap()
}

/// The ledger's entries of the store, oldest first, once there are that many.
pub(crate) async fn entries(app: &TestApp, count: usize) -> Vec<models::usage_entry::UsageEntry> {
    let deadline = tokio::time::Instant::now() + PATIENCE;
    loop {
        let found = app.context().store.read(all_entries).await.unwrap();
        if found.len() >= count {
            return found;
        }
        assert!(tokio::time::Instant::now() < deadline, "{count} entries were expected, not {found:#?}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

fn all_entries(db: &mut store::Db) -> Result<Vec<models::usage_entry::UsageEntry>, store::StoreError> {
    let page = store::usage_entries::list(db, &store::usage_entries::UsageFilter::default(), None, 10_000)?;
    Ok(page.items.into_iter().rev().collect())
}
