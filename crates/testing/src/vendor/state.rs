//! What the vendor remembers: scripts, gates, requests.

use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::Serialize;
use serde_json::Value;
use tokio::sync::watch;

use super::script::Script;

/// Longest wait of a test for something the vendor should see.
const WAIT_MAX: Duration = Duration::from_secs(20);
/// Requests that are remembered; later ones are answered but not recorded.
const REQUESTS_KEPT_MAX: usize = 20_000;

/// A request as it arrived.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RecordedRequest {
    /// `GET` or `POST`.
    pub method: String,
    /// The path without a query.
    pub path: String,
    /// Headers, names in lower case.
    pub headers: BTreeMap<String, String>,
    /// The JSON body; null where there is none.
    pub body: Value,
    /// How it ended.
    pub outcome: Outcome,
}

/// What the vendor would put on its bill: the counts of all answers that it ended in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counted {
    /// Answers.
    pub calls: u64,
    /// Prompt tokens.
    pub input: u64,
    /// Answer tokens.
    pub output: u64,
}

/// How a request ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The answer is under way.
    Open,
    /// The vendor said all it wanted, a deliberate cut included.
    Answered,
    /// The client hung up first.
    Disconnected,
}

#[derive(Default)]
pub(super) struct State {
    inner: Mutex<Inner>,
    changes: watch::Sender<()>,
}

pub(super) struct Inner {
    /// How often the vendor was reset: the end of a request from before concerns no request of now.
    epoch: u64,
    scripts: Vec<Script>,
    pub(super) requests: Vec<RecordedRequest>,
    released: HashSet<String>,
    pub(super) reached: HashSet<String>,
    key: Option<String>,
    models: Vec<String>,
    counted: Counted,
}

impl Default for Inner {
    fn default() -> Self {
        Self {
            epoch: 0,
            scripts: Vec::new(),
            requests: Vec::new(),
            released: HashSet::new(),
            reached: HashSet::new(),
            key: None,
            models: vec!["scripted-large".to_owned(), "scripted-mini".to_owned()],
            counted: Counted::default(),
        }
    }
}

impl State {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change<T>(&self, change: impl FnOnce(&mut Inner) -> T) -> T {
        let value = change(&mut self.lock());
        self.changes.send_replace(());
        value
    }

    pub(super) fn add_script(&self, script: Script) {
        self.change(|inner| inner.scripts.push(script));
    }

    pub(super) fn require_key(&self, key: Option<String>) {
        self.change(|inner| inner.key = key);
    }

    pub(super) fn offer_models(&self, ids: Vec<String>) {
        self.change(|inner| inner.models = ids);
    }

    pub(super) fn models(&self) -> Vec<String> {
        self.lock().models.clone()
    }

    pub(super) fn accepts(&self, key: Option<&str>) -> bool {
        self.lock().key.as_deref().is_none_or(|wanted| key == Some(wanted))
    }

    pub(super) fn count(&self, (input, output): (u64, u64)) {
        self.change(|inner| {
            let Counted { calls, input: sent, output: said } = inner.counted;
            inner.counted = Counted { calls: calls + 1, input: sent + input, output: said + output };
        });
    }

    pub(super) fn counted(&self) -> Counted {
        self.lock().counted
    }

    pub(super) fn requests(&self) -> Vec<RecordedRequest> {
        self.lock().requests.clone()
    }

    /// Forgets scripts, requests, gates, the key and the models.
    pub(super) fn reset(&self) {
        self.change(|inner| *inner = Inner { epoch: inner.epoch + 1, ..Inner::default() });
    }

    /// Takes the oldest script that fits; `chat` is the last user message of a chat call.
    pub(super) fn take_script(&self, path: &str, chat: Option<&str>) -> Option<Script> {
        let fits = |script: &Script| {
            let path_fits = script.path.as_deref().map_or(chat.is_some(), |wanted| wanted == path);
            path_fits && script.when.as_deref().is_none_or(|text| chat.is_some_and(|said| said.contains(text)))
        };
        self.change(|inner| {
            let place = inner.scripts.iter().position(fits)?;
            if inner.scripts[place].sticky {
                return Some(inner.scripts[place].clone());
            }
            Some(inner.scripts.remove(place))
        })
    }

    pub(super) fn record(self: &Arc<Self>, request: RecordedRequest) -> Listener {
        let (epoch, index) = self.change(|inner| {
            let index = inner.requests.len();
            if index < REQUESTS_KEPT_MAX {
                inner.requests.push(request);
            }
            (inner.epoch, index)
        });
        Listener { state: self.clone(), epoch, index }
    }

    pub(super) fn release(&self, gate: &str) {
        self.change(|inner| inner.released.insert(gate.to_owned()));
    }

    /// Stands at a gate until it is released, for as long as the client stays.
    pub(super) async fn stand_at(&self, gate: &str) {
        let mut changes = self.changes.subscribe();
        self.change(|inner| inner.reached.insert(gate.to_owned()));
        while !self.lock().released.contains(gate) && changes.changed().await.is_ok() {}
    }

    pub(super) async fn until(&self, what: &str, holds: impl Fn(&Inner) -> bool) {
        let mut changes = self.changes.subscribe();
        let waiting = async { while !holds(&self.lock()) && changes.changed().await.is_ok() {} };
        if tokio::time::timeout(WAIT_MAX, waiting).await.is_err() {
            panic!("the scripted vendor waited {WAIT_MAX:?} for {what}; it got {:#?}", self.requests());
        }
    }
}

/// The far end of one request. Dropped before [`Listener::answered`], it records a hang-up.
pub(super) struct Listener {
    pub(super) state: Arc<State>,
    epoch: u64,
    index: usize,
}

impl Listener {
    pub(super) fn answered(&self) {
        self.end(Outcome::Answered);
    }

    /// The first end counts.
    fn end(&self, outcome: Outcome) {
        self.state.change(|inner| {
            let same = inner.epoch == self.epoch;
            let open = inner.requests.get_mut(self.index).filter(|request| same && request.outcome == Outcome::Open);
            if let Some(request) = open {
                request.outcome = outcome;
            }
        });
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.end(Outcome::Disconnected);
    }
}
