//! Calls to models.

use actix_web::{HttpRequest, HttpResponse, web};
use bytes::Bytes;
use dialects::Dialect;
use managers::context::Context;
use managers::gateway::{self, Ask, Refused, Reply};
use models::gateway_error::{GatewayError, GatewayErrorKind};

use super::{answer, face};

type Body = Result<Bytes, actix_web::Error>;

/// `POST /v1/chat/completions`.
pub(super) async fn chat_completions(cx: web::Data<Context>, req: HttpRequest, body: Body) -> HttpResponse {
    call(&cx, &req, body, Dialect::OpenAiChat, Ask::chat).await
}

/// `POST /v1/responses`.
pub(super) async fn responses(cx: web::Data<Context>, req: HttpRequest, body: Body) -> HttpResponse {
    call(&cx, &req, body, Dialect::OpenAiResponses, Ask::chat).await
}

/// `POST /v1/messages`.
pub(super) async fn messages(cx: web::Data<Context>, req: HttpRequest, body: Body) -> HttpResponse {
    call(&cx, &req, body, Dialect::AnthropicMessages, Ask::chat).await
}

/// `POST /api/chat`.
pub(super) async fn ollama_chat(cx: web::Data<Context>, req: HttpRequest, body: Body) -> HttpResponse {
    call(&cx, &req, body, Dialect::Ollama, Ask::chat).await
}

/// `POST /api/generate`.
pub(super) async fn ollama_generate(cx: web::Data<Context>, req: HttpRequest, body: Body) -> HttpResponse {
    call(&cx, &req, body, Dialect::Ollama, Ask::generate).await
}

/// `POST /v1/embeddings`.
pub(super) async fn embeddings(cx: web::Data<Context>, req: HttpRequest, body: Body) -> HttpResponse {
    call(&cx, &req, body, Dialect::OpenAiChat, Ask::embed).await
}

/// `POST /api/embed`.
pub(super) async fn ollama_embed(cx: web::Data<Context>, req: HttpRequest, body: Body) -> HttpResponse {
    call(&cx, &req, body, Dialect::Ollama, Ask::embed).await
}

/// `POST /v1/messages/count_tokens`.
pub(super) async fn count_tokens(cx: web::Data<Context>, req: HttpRequest, body: Body) -> HttpResponse {
    call(&cx, &req, body, Dialect::AnthropicMessages, Ask::count).await
}

async fn call(
    cx: &Context,
    req: &HttpRequest,
    body: Body,
    dialect: Dialect,
    ask: fn(Dialect, Bytes, Vec<(&'static str, String)>) -> Ask,
) -> HttpResponse {
    match answered(cx, req, body, dialect, ask).await {
        Ok(reply) => answer::reply(reply),
        Err(refused) => answer::error(dialect, refused),
    }
}

async fn answered(
    cx: &Context,
    req: &HttpRequest,
    body: Body,
    dialect: Dialect,
    ask: fn(Dialect, Bytes, Vec<(&'static str, String)>) -> Ask,
) -> Result<Reply, Refused> {
    let caller = face::caller(cx, req).await?;
    let body = body.map_err(|error| unreadable(cx, &error))?;
    gateway::call(cx, caller, ask(dialect, body, face::passed_on(req))).await
}

fn unreadable(cx: &Context, error: &actix_web::Error) -> Refused {
    let too_large = error.as_response_error().status_code() == actix_web::http::StatusCode::PAYLOAD_TOO_LARGE;
    let error = if too_large {
        let limit = cx.settings.gateway.body_bytes_max;
        GatewayError::new(GatewayErrorKind::TooLarge, format!("The body has more than {limit} bytes."))
    } else {
        GatewayError::new(GatewayErrorKind::InvalidRequest, "The body ended early or could not be decoded.")
    };
    error.into()
}
