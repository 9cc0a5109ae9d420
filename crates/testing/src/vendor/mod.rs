//! A vendor that says what it is told to: a real HTTP server on a loopback port.
//!
//! It speaks OpenAI's chat completions and responses, Anthropic's messages and Ollama's chat, streamed or whole,
//! plays one [`Script`] per call, and records what it got and whether the client hung up. Gates,
//! not sleeps, decide when a script goes on. Without a script it repeats the last user message, and makes vectors in
//! which texts with the same words are near each other.
//! It shares no code with the decoders, so that a mistake there does not cancel out here.
#![expect(clippy::expect_used, reason = "test support fails by panicking, with a sentence")]

mod control;
mod echo;
mod embed;
mod play;
mod script;
mod server;
mod state;
mod wire;

use std::net::SocketAddr;
use std::sync::Arc;

use actix_web::dev::ServerHandle;
use models::connection::{BaseUrl, ConnectionKind};

pub use script::{Reply, Script, Step};
use state::State;
pub use state::{Counted, Outcome, RecordedRequest};

/// A running vendor. Dropping it closes every connection and ends its thread.
pub struct ScriptedVendor {
    address: SocketAddr,
    state: Arc<State>,
    server: ServerHandle,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl ScriptedVendor {
    /// Starts a vendor on a free port of 127.0.0.1.
    pub async fn start() -> Self {
        Self::start_on(0).await
    }

    /// Starts a vendor on a port of 127.0.0.1; 0 takes a free one.
    pub async fn start_on(port: u16) -> Self {
        let state = Arc::new(State::default());
        let (sender, receiver) = tokio::sync::oneshot::channel();
        let shared = state.clone();
        // actix wants a runtime of its own; a thread keeps it apart from the test's.
        let thread = std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let (address, server) = server::bind(port, shared).expect("binding the scripted vendor");
                if sender.send((address, server.handle())).is_ok() {
                    server.await.expect("running the scripted vendor");
                }
            });
        });
        let (address, server) = receiver.await.expect("starting the scripted vendor");
        Self { address, state, server, thread: Some(thread) }
    }

    /// Where it listens, such as `http://127.0.0.1:4711`.
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The base URL of an OpenAI-compatible connection: the origin with `/v1`.
    pub fn base_url(&self) -> String {
        format!("{}/v1", self.origin())
    }

    /// The base URL that a connection of this kind is configured with.
    pub fn base_url_for(&self, kind: ConnectionKind) -> BaseUrl {
        let url = match kind {
            ConnectionKind::Anthropic | ConnectionKind::Ollama => self.origin(),
            ConnectionKind::OpenAi
            | ConnectionKind::Groq
            | ConnectionKind::OpenRouter
            | ConnectionKind::GithubCopilot
            | ConnectionKind::OpenAiCompatible
            | ConnectionKind::Demo => self.base_url(),
        };
        BaseUrl::parse(&url).expect("the vendor's own address is a base URL")
    }

    /// Adds a script. The oldest one that fits a request answers it.
    pub fn script(&self, script: Script) {
        self.state.add_script(script);
    }

    /// From now on refuses calls whose key is another one, in the words of the dialect's vendor.
    pub fn require_key(&self, key: &str) {
        self.state.require_key(Some(key.to_owned()));
    }

    /// Sets the ids that the list of models offers.
    pub fn offer_models(&self, ids: &[&str]) {
        self.state.offer_models(ids.iter().map(ToString::to_string).collect());
    }

    /// Opens a gate, for the step that waits there and for every later one.
    pub fn release(&self, gate: &str) {
        self.state.release(gate);
    }

    /// Waits until a script stands at the gate: everything before it is on the wire.
    pub async fn wait_for_gate(&self, gate: &str) {
        self.state.until("a script to reach the gate", |inner| inner.reached.contains(gate)).await;
    }

    /// Every request so far, oldest first.
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.state.requests()
    }

    /// What the vendor would put on its bill so far. Answers that it did not end are not on it.
    pub fn counted(&self) -> Counted {
        self.state.counted()
    }

    /// Waits until that many requests have arrived.
    pub async fn wait_for_requests(&self, count: usize) {
        self.state.until("requests to arrive", |inner| inner.requests.len() >= count).await;
    }

    /// Waits until the client has hung up on the request at this index of [`Self::requests`].
    pub async fn wait_for_disconnect(&self, index: usize) {
        let gone = |request: &RecordedRequest| request.outcome == Outcome::Disconnected;
        self.state.until("the client to hang up", |inner| inner.requests.get(index).is_some_and(gone)).await;
    }

    /// Waits until the request at this index is answered in full.
    pub async fn wait_for_answer(&self, index: usize) {
        let answered = |request: &RecordedRequest| request.outcome == Outcome::Answered;
        self.state.until("the answer to end", |inner| inner.requests.get(index).is_some_and(answered)).await;
    }

    /// Serves until the process is ended: for use as a process of its own.
    pub fn join(mut self) {
        if let Some(thread) = self.thread.take() {
            thread.join().expect("running the scripted vendor");
        }
    }
}

impl Drop for ScriptedVendor {
    fn drop(&mut self) {
        // The command is in the server's queue when `stop` returns; the future only awaits its end.
        drop(self.server.stop(false));
    }
}
