//! Somebody who talks to the server.
#![expect(clippy::expect_used, reason = "test support fails by panicking, with a sentence")]

use reqwest::{Method, RequestBuilder};
use serde::Serialize;
use serde_json::Value;

use crate::{Answer, Events};

/// Somebody who talks to the server, logged in or not. Paths without a leading slash are below
/// `/api/v1/`: `client.get("conversations")`.
#[derive(Debug, Clone)]
pub struct Client {
    /// Where the server listens.
    pub origin: String,
    /// The connections.
    pub http: reqwest::Client,
    /// The access token.
    pub token: Option<String>,
    /// The value of the refresh cookie that the login got.
    pub refresh: Option<String>,
    /// The user as the login answered it; null when nobody is logged in.
    pub user: Value,
}

impl Client {
    /// Somebody who is not logged in, at the server that listens there.
    pub fn at(origin: &str) -> Self {
        // A second installation is refused, which is as good.
        drop(rustls::crypto::ring::default_provider().install_default());
        let http = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none());
        let http = http.build().expect("building a client");
        Self { origin: origin.to_owned(), http, token: None, refresh: None, user: Value::Null }
    }

    /// Asks for something.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    /// Makes or does something with a JSON body.
    pub async fn post(&self, path: &str, body: impl Serialize) -> Answer {
        self.send(self.request(Method::POST, path).json(&body)).await
    }

    /// Does something without a body.
    pub async fn act(&self, path: &str) -> Answer {
        self.send(self.request(Method::POST, path)).await
    }

    /// Changes something.
    pub async fn patch(&self, path: &str, body: impl Serialize) -> Answer {
        self.send(self.request(Method::PATCH, path).json(&body)).await
    }

    /// Removes something.
    pub async fn delete(&self, path: &str) -> Answer {
        self.send(self.request(Method::DELETE, path)).await
    }

    /// Opens a stream of events; fails the test if the answer is none.
    pub async fn events(&self, path: &str) -> Events {
        self.stream(self.request(Method::GET, path)).await
    }

    /// Sends a request whose answer is a stream of events.
    pub async fn stream(&self, request: RequestBuilder) -> Events {
        let answer = request.header("accept", "text/event-stream").send().await.expect("opening a stream");
        let (status, kind) = (answer.status(), answer.headers().get("content-type").cloned());
        let is_stream = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/event-stream"));
        if !status.is_success() || !is_stream {
            panic!("no stream but {status}: {}", answer.text().await.unwrap_or_default());
        }
        Events::new(answer)
    }

    /// A request to build on, with the token if there is one.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let separator = if path.starts_with('/') { "" } else { "/api/v1/" };
        let request = self.http.request(method, format!("{}{separator}{path}", self.origin));
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    /// Sends a request and reads the answer whole.
    pub async fn send(&self, request: RequestBuilder) -> Answer {
        let request = request.build().expect("building a request");
        let asked = format!("{} {}", request.method(), request.url());
        let answer = self.http.execute(request).await.unwrap_or_else(|error| panic!("{asked}: {error:?}"));
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        let bytes = answer.bytes().await.unwrap_or_else(|error| panic!("{asked}: reading the body: {error:?}"));
        Answer { status, headers, bytes, asked }
    }

    /// The user's id.
    pub fn user_id(&self) -> &str {
        self.user["id"].as_str().unwrap_or_default()
    }

    /// The same person with the login that this answer holds.
    pub(crate) fn logged_in(&self, answer: Answer) -> Self {
        let refresh = answer.cookie("pallium_refresh");
        let session = answer.ok();
        let token = session["access_token"].as_str().expect("a login answers an access token").to_owned();
        Self { token: Some(token), refresh, user: session["user"].clone(), ..self.clone() }
    }
}
