//! The vendor's routes.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use bytes::Bytes;
use serde_json::Value;

use super::script::{Reply, Script, Step};
use super::state::{Listener, Outcome, RecordedRequest, State};
use super::wire::Dialect;
use super::{control, echo, embed, play};

/// Largest request body: conversations with pictures.
const BODY_BYTES_MAX: usize = 64 * 1024 * 1024;

pub(super) fn bind(port: u16, state: Arc<State>) -> std::io::Result<(SocketAddr, actix_web::dev::Server)> {
    let server = HttpServer::new(move || {
        App::new()
            .app_data(web::Data::from(state.clone()))
            .app_data(web::PayloadConfig::new(BODY_BYTES_MAX))
            .configure(control::routes)
            .default_service(web::to(serve))
    })
    .workers(1)
    .tcp_nodelay(true)
    // A client that hangs up is noticed while the script stands at a gate and nothing is written.
    .h1_allow_half_closed(false)
    .shutdown_timeout(0)
    .disable_signals()
    .bind(("127.0.0.1", port))?;
    let address = server.addrs().first().copied().ok_or_else(|| std::io::Error::other("no address was bound"))?;
    Ok((address, server.run()))
}

async fn serve(request: HttpRequest, bytes: Bytes, state: web::Data<State>) -> HttpResponse {
    let recorded = recorded(&request, &bytes);
    let call = Call::read(&recorded);
    let embed = matches!(recorded.path.as_str(), "/v1/embeddings" | "/api/embed").then(|| recorded.body.clone());
    let accepted = state.accepts(key(&recorded.headers));
    let listener = state.clone().into_inner().record(recorded);
    if !accepted {
        listener.answered();
        return HttpResponse::Unauthorized().json(call.dialect.wrong_key());
    }
    let script = state.take_script(request.path(), call.said.as_deref());
    if let Some(gate) = script.as_ref().and_then(|script| script.hold.as_deref()) {
        state.stand_at(gate).await;
    }
    match script.map(|script| script.reply) {
        Some(Reply::Chat { steps }) => answer(&call, steps, listener).await,
        Some(Reply::Status { code, headers, body }) => status(code, &headers, body, &listener),
        Some(Reply::HangUp) => hang_up(&listener),
        None => match embed {
            Some(body) => embedded(&call, &body, &listener),
            None => unscripted(&request, &call, &state, listener).await,
        },
    }
}

async fn unscripted(request: &HttpRequest, call: &Call, state: &State, listener: Listener) -> HttpResponse {
    if let Some(said) = &call.said {
        return answer(call, echo::steps(said), listener).await;
    }
    listener.answered();
    match request.path() {
        "/v1/models" | "/api/tags" => HttpResponse::Ok().json(call.dialect.models(&state.models())),
        "/api/version" => HttpResponse::Ok().json(serde_json::json!({"version": "0.12.0"})),
        _ => HttpResponse::NotFound().content_type("text/plain").body("404 page not found"),
    }
}

fn embedded(call: &Call, body: &Value, listener: &Listener) -> HttpResponse {
    listener.answered();
    HttpResponse::Ok().json(match call.dialect {
        Dialect::Ollama => embed::ollama(body),
        Dialect::OpenAi | Dialect::Responses | Dialect::Anthropic => embed::open_ai(body),
    })
}

/// What the vendor understands of a request.
struct Call {
    dialect: Dialect,
    model: String,
    stream: bool,
    /// Whether a stream is to end with its token counts.
    tells_usage: bool,
    /// The last user message of a chat call.
    said: Option<String>,
}

impl Call {
    fn read(request: &RecordedRequest) -> Self {
        let path = request.path.as_str();
        let dialect = match path {
            path if path.starts_with("/api/") => Dialect::Ollama,
            "/v1/messages" => Dialect::Anthropic,
            "/v1/responses" => Dialect::Responses,
            _ if request.headers.contains_key("anthropic-version") => Dialect::Anthropic,
            _ => Dialect::OpenAi,
        };
        let chat = matches!(path, "/v1/chat/completions" | "/v1/responses" | "/v1/messages" | "/api/chat");
        // Ollama streams unless it is told not to; the others stream only when asked.
        let stream = request.body["stream"].as_bool().unwrap_or(dialect == Dialect::Ollama);
        let model = request.body["model"].as_str().unwrap_or("scripted-mini").to_owned();
        let tells_usage = request.body["stream_options"]["include_usage"] == true;
        Self { dialect, model, stream, tells_usage, said: chat.then(|| last_user_message(&request.body)) }
    }
}

async fn answer(call: &Call, steps: Vec<Step>, listener: Listener) -> HttpResponse {
    let wire = call.dialect.wire(&call.model, call.tells_usage);
    if call.stream {
        let body = play::body(steps, wire, listener);
        return HttpResponse::Ok().content_type(call.dialect.stream_type()).streaming(body);
    }
    let whole = call.dialect.whole(&call.model, &steps);
    match play::wait_through(steps, wire, listener).await {
        Ok(()) => HttpResponse::Ok().json(whole),
        Err(broken) => broken_body(broken),
    }
}

fn status(code: u16, headers: &BTreeMap<String, String>, body: String, listener: &Listener) -> HttpResponse {
    listener.answered();
    let mut response = HttpResponse::build(StatusCode::from_u16(code).unwrap_or(StatusCode::IM_A_TEAPOT));
    for (name, value) in headers {
        response.insert_header((name.as_str(), value.as_str()));
    }
    response.body(body)
}

/// The body breaks before the server flushes the status line, so that the client sees no byte.
fn hang_up(listener: &Listener) -> HttpResponse {
    listener.answered();
    broken_body(play::Broken)
}

fn broken_body(broken: play::Broken) -> HttpResponse {
    HttpResponse::Ok().insert_header((CONTENT_TYPE, "application/json")).streaming(futures_util::stream::iter([Err::<
        Bytes,
        _,
    >(
        broken,
    )]))
}

fn recorded(request: &HttpRequest, bytes: &Bytes) -> RecordedRequest {
    let header = |(name, value): (&actix_web::http::header::HeaderName, &actix_web::http::header::HeaderValue)| {
        (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
    };
    RecordedRequest {
        method: request.method().to_string(),
        path: request.path().to_owned(),
        headers: request.headers().iter().map(header).collect(),
        body: serde_json::from_slice(bytes).unwrap_or(Value::Null),
        outcome: Outcome::Open,
    }
}

fn key(headers: &BTreeMap<String, String>) -> Option<&str> {
    let bearer = headers.get("authorization").and_then(|value| value.strip_prefix("Bearer "));
    bearer.or_else(|| headers.get("x-api-key").map(String::as_str))
}

fn last_user_message(body: &Value) -> String {
    if let Some(text) = body["input"].as_str() {
        return text.to_owned();
    }
    let messages = body["messages"].as_array().or_else(|| body["input"].as_array());
    let messages = messages.map(Vec::as_slice).unwrap_or_default();
    let last = messages.iter().rev().find(|message| message["role"] == "user");
    match last.map(|message| &message["content"]) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(parts)) => parts.iter().filter_map(|part| part["text"].as_str()).collect(),
        _ => String::new(),
    }
}

/// Accepts scripts over HTTP as well as from Rust.
pub(super) fn scripts(body: Value) -> Result<Vec<Script>, serde_json::Error> {
    match body {
        Value::Array(_) => serde_json::from_value(body),
        one => serde_json::from_value(one).map(|script| vec![script]),
    }
}
