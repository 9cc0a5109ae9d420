//! What every test of the room begins with.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking, its helpers too")]
#![allow(dead_code, reason = "each test binary uses a part of it")]

pub(crate) mod upstream;

use std::time::Duration;

use models::chat::{ChatDelta, ChatMessage, ChatPart, ChatRequest, ChatRole};
use models::connection::{BaseUrl, ConnectionKind};
use models::ids::ConnectionId;
use models::secret::SecretString;
use pallium_providers::{
    ChatStream, Deadlines, Endpoint, Forward, Forwarded, HeaderMap, ProviderError, ProviderOptions, Providers, Reach,
};
use testing::vendor::ScriptedVendor;
use tokio_util::sync::CancellationToken;

/// Kinds that go over the wire.
pub(crate) const WIRED: [ConnectionKind; 6] = [
    ConnectionKind::OpenAi,
    ConnectionKind::Anthropic,
    ConnectionKind::Groq,
    ConnectionKind::OpenRouter,
    ConnectionKind::Ollama,
    ConnectionKind::OpenAiCompatible,
];

/// Retries without waiting; time-outs that no test reaches by accident.
pub(crate) fn providers() -> Providers {
    Providers::new(options())
}

pub(crate) fn options() -> ProviderOptions {
    ProviderOptions { backoff: Duration::from_millis(1), demo_delay: Duration::ZERO, ..ProviderOptions::default() }
}

pub(crate) fn endpoint(vendor: &ScriptedVendor, kind: ConnectionKind) -> Endpoint {
    endpoint_at(vendor.base_url_for(kind).as_str(), kind)
}

pub(crate) fn endpoint_at(base_url: &str, kind: ConnectionKind) -> Endpoint {
    Endpoint {
        connection_id: ConnectionId(uuid::Uuid::from_u128(7)),
        kind,
        base_url: BaseUrl::parse(base_url).unwrap(),
        secret: Some(SecretString::new("sk-test-1234")),
        reach: Reach::Anywhere,
    }
}

pub(crate) fn ask(text: &str) -> ChatRequest {
    let message = ChatMessage { role: ChatRole::User, parts: vec![ChatPart::Text(text.to_owned())] };
    ChatRequest { model: "scripted-mini".to_owned(), messages: vec![message], stream: true, ..ChatRequest::default() }
}

pub(crate) async fn open(providers: &Providers, endpoint: &Endpoint) -> Result<ChatStream, ProviderError> {
    providers.stream(endpoint, &ask("go"), &CancellationToken::new()).await
}

/// Every delta of an answer and how it ended.
pub(crate) async fn drain(mut stream: ChatStream) -> (Vec<ChatDelta>, Result<(), ProviderError>) {
    let mut deltas = Vec::new();
    while let Some(batch) = stream.next().await {
        match batch {
            Ok(batch) => deltas.extend(batch),
            Err(error) => return (deltas, Err(error)),
        }
    }
    (deltas, Ok(()))
}

/// The words of the next batch that has some.
pub(crate) async fn next_text(stream: &mut ChatStream) -> String {
    loop {
        let text = text(&stream.next().await.unwrap().unwrap());
        if !text.is_empty() {
            return text;
        }
    }
}

pub(crate) fn text(deltas: &[ChatDelta]) -> String {
    let words = |delta: &ChatDelta| match delta {
        ChatDelta::Text { text } => Some(text.clone()),
        _ => None,
    };
    deltas.iter().filter_map(words).collect()
}

/// A streamed call in OpenAI's dialect, with nowhere else to go.
pub(crate) fn forward() -> Forward {
    Forward {
        sent: Default::default(),
        path: "/chat/completions".to_owned(),
        model: "scripted-mini".to_owned(),
        body: vec![r#"{"model":"scripted-mini","stream":true}"#.into()],
        headers: HeaderMap::new(),
        stream: true,
        deadlines: Deadlines::default(),
        retries: None,
        last_resort: true,
    }
}

/// Every chunk of a forwarded answer and how it ended.
pub(crate) async fn read_all(forwarded: &mut Forwarded) -> (Vec<Vec<u8>>, Result<(), ProviderError>) {
    let mut chunks = Vec::new();
    loop {
        match forwarded.chunk().await {
            Ok(Some(chunk)) => chunks.push(chunk.to_vec()),
            Ok(None) => return (chunks, Ok(())),
            Err(error) => return (chunks, Err(error)),
        }
    }
}
