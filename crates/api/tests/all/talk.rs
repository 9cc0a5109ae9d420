//! What tests of runs do over and over.

use models::connection::ModelChoice;
use reqwest::Method;
use serde_json::{Value, json};
use testing::vendor::ScriptedVendor;
use testing::{Client, Events, Frame, TestApp};

/// An owner, a vendor, and a conversation with the vendor's model.
pub(crate) struct Talk {
    pub(crate) vendor: ScriptedVendor,
    pub(crate) owner: Client,
    pub(crate) model: ModelChoice,
    pub(crate) id: String,
}

impl Talk {
    pub(crate) async fn new(app: &TestApp) -> Self {
        let vendor = ScriptedVendor::start().await;
        let model = app.connect(&vendor).await;
        let owner = app.owner().await;
        let id = Self::conversation(&owner, &model).await;
        Self { vendor, owner, model, id }
    }

    pub(crate) async fn conversation(client: &Client, model: &ModelChoice) -> String {
        text(&client.post("conversations", json!({ "model": model })).await.with(201), "id")
    }

    pub(crate) fn runs(&self) -> String {
        format!("conversations/{}/runs", self.id)
    }

    /// Starts a run and listens to it from its first event on.
    pub(crate) async fn listen(&self, body: &Value) -> Events {
        self.owner.stream(self.owner.request(Method::POST, &self.runs()).json(body)).await
    }

    pub(crate) async fn start(&self, body: &Value) -> Value {
        self.owner.post(&self.runs(), body).await.with(202)
    }

    /// Sends a message, waits for the end, and gives the turn.
    pub(crate) async fn ask(&self, words: &str) -> Value {
        self.finish(&send(words)).await
    }

    /// Starts any run, waits for its end, and gives the turn.
    pub(crate) async fn finish(&self, body: &Value) -> Value {
        let frames = self.listen(body).await.rest().await;
        self.turn(&run_id(&frames)).await
    }

    pub(crate) async fn turn(&self, run_id: &str) -> Value {
        self.owner.get(&format!("runs/{run_id}")).await.ok()
    }

    pub(crate) async fn events(&self, run_id: &str, after: i64) -> Events {
        self.owner.events(&format!("runs/{run_id}/events?after={after}")).await
    }

    /// The branch as the conversation shows it.
    pub(crate) async fn window(&self) -> Value {
        self.owner.get(&self.runs()).await.ok()
    }

    pub(crate) async fn conversation_now(&self) -> Value {
        self.owner.get(&format!("conversations/{}", self.id)).await.ok()
    }
}

pub(crate) fn send(words: &str) -> Value {
    json!({ "action": "send", "input": { "text": words } })
}

pub(crate) fn text(value: &Value, field: &str) -> String {
    value[field].as_str().unwrap_or_else(|| panic!("no {field} in {value}")).to_owned()
}

pub(crate) fn run_id(frames: &[Frame]) -> String {
    assert_eq!(frames[0].data["type"], "RUN_STARTED", "{frames:?}");
    text(&frames[0].data, "runId")
}

pub(crate) fn kind(frame: &Frame) -> &str {
    frame.data["type"].as_str().unwrap_or_default()
}

/// The words that a listener put together.
pub(crate) fn words(frames: &[Frame]) -> String {
    frames.iter().filter(|f| kind(f) == "TEXT_MESSAGE_CONTENT").filter_map(|f| f.data["delta"].as_str()).collect()
}

/// The words of a turn's answer.
pub(crate) fn answer(turn: &Value) -> String {
    let parts = turn["answer"]["parts"].as_array().cloned().unwrap_or_default();
    parts.iter().filter(|part| part["type"] == "text").filter_map(|part| part["text"].as_str()).collect()
}

pub(crate) fn status(turn: &Value) -> &str {
    turn["run"]["status"].as_str().unwrap_or_default()
}

pub(crate) fn id_of(turn: &Value) -> String {
    text(&turn["run"], "id")
}
