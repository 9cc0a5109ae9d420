//! A person's browser, as far as the server can tell.

use std::time::Instant;

use anyhow::{Context, Result, bail};
use futures_util::StreamExt;
use serde_json::{Value, json};

use crate::server::Server;

/// A logged-in owner with a connection to the bench's vendor.
#[derive(Clone)]
pub(crate) struct Client {
    http: reqwest::Client,
    address: String,
    token: String,
    model: Value,
}

/// What one streamed answer looked like from outside.
pub(crate) struct Streamed {
    pub(crate) sent: Instant,
    pub(crate) first_token: Instant,
    pub(crate) bytes: usize,
}

impl Client {
    pub(crate) async fn sign_up(server: &Server, vendor_url: &str) -> Result<Self> {
        let http = reqwest::Client::builder().no_proxy().tcp_nodelay(true).pool_max_idle_per_host(256).build()?;
        let mut client = Self { http, address: server.address.clone(), token: String::new(), model: Value::Null };
        let owner = json!({ "email": "bench@example.org", "name": "Bench", "password": "correct horse battery" });
        let session = client.post("/auth/register", &owner).await?;
        client.token = session["access_token"].as_str().context("an access token")?.to_owned();
        let connection = json!({ "kind": "openai_compatible", "name": "Bench", "base_url": vendor_url });
        let connection = client.post("/connections", &connection).await?;
        client.model = json!({ "connection_id": connection["id"], "model": "bench" });
        Ok(client)
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Result<Value> {
        let url = format!("{}/api/v1{path}", self.address);
        let answer = self.http.post(url).bearer_auth(&self.token).json(body).send().await?;
        let status = answer.status();
        let body: Value = answer.json().await?;
        if !status.is_success() {
            bail!("POST {path}: {status} {body}");
        }
        Ok(body)
    }

    /// Reads an answer's body whole and gives its size.
    pub(crate) async fn get(&self, path: &str) -> Result<usize> {
        let url = format!("{}/api/v1{path}", self.address);
        let answer = self.http.get(url).bearer_auth(&self.token).send().await?.error_for_status()?;
        Ok(answer.bytes().await?.len())
    }

    pub(crate) async fn conversation(&self) -> Result<String> {
        let made = self.post("/conversations", &json!({ "title": "Bench", "model": self.model })).await?;
        Ok(made["id"].as_str().context("an id")?.to_owned())
    }

    /// Sends a message and reads the answer's events to the end.
    pub(crate) async fn chat(&self, conversation: &str, text: &str) -> Result<Streamed> {
        let url = format!("{}/api/v1/conversations/{conversation}/runs", self.address);
        let body = json!({ "action": "send", "input": { "text": text } });
        let sent = Instant::now();
        let request = self.http.post(url).bearer_auth(&self.token).header("accept", "text/event-stream").json(&body);
        let answer = request.send().await?;
        if answer.status() != 200 {
            bail!("starting a run: {} {}", answer.status(), answer.text().await?);
        }
        let mut stream = answer.bytes_stream();
        let (mut first_token, mut bytes, mut tail) = (None, 0, Vec::new());
        while let Some(chunk) = stream.next().await {
            let chunk = chunk?;
            bytes += chunk.len();
            if first_token.is_none() && contains(&chunk, b"TEXT_MESSAGE_CONTENT") {
                first_token = Some(Instant::now());
            }
            tail = chunk.to_vec();
        }
        if !contains(&tail, b"RUN_FINISHED") {
            bail!("the stream ended with {}", String::from_utf8_lossy(&tail));
        }
        Ok(Streamed { sent, first_token: first_token.context("a first token")?, bytes })
    }
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}
