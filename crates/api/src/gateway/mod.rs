//! The model gateway: `/v1`, and Ollama's `/api` where it is switched on. Every answer here, also an
//! error and an address that does not exist, is in the caller's dialect.

mod answer;
mod calls;
mod face;
mod models;

use actix_web::{HttpRequest, HttpResponse, web};
use dialects::Dialect;
use managers::context::Context;
use ::models::gateway_error::{GatewayError, GatewayErrorKind};

use answer::error;

/// Registers the routes.
pub(crate) fn register(cfg: &mut web::ServiceConfig, cx: &Context) {
    let settings = &cx.settings.gateway;
    if !settings.enabled {
        return;
    }
    let limit = web::PayloadConfig::new(settings.body_bytes_max);
    cfg.service(
        web::scope("/v1")
            .app_data(limit.clone())
            .route("/chat/completions", web::post().to(calls::chat_completions))
            .route("/responses", web::post().to(calls::responses))
            .route("/messages", web::post().to(calls::messages))
            .route("/messages/count_tokens", web::post().to(calls::count_tokens))
            .route("/embeddings", web::post().to(calls::embeddings))
            .route("/models", web::get().to(models::list))
            .route("/models/{id:.+}", web::get().to(models::one))
            .default_service(web::to(nothing_here)),
    );
    if settings.ollama_api {
        cfg.service(
            web::scope("/api")
                .app_data(limit)
                .guard(actix_web::guard::fn_guard(|head| !head.head().uri.path().starts_with("/api/v1")))
                .route("/chat", web::post().to(calls::ollama_chat))
                .route("/generate", web::post().to(calls::ollama_generate))
                .route("/embed", web::post().to(calls::ollama_embed))
                .route("/tags", web::get().to(models::tags))
                .route("/show", web::post().to(models::show))
                .route("/version", web::get().to(models::version))
                .default_service(web::to(nothing_here)),
        );
    }
}

/// Whether a path belongs to the gateway.
pub(crate) fn is_call(path: &str) -> bool {
    path.starts_with("/v1/") || (path.starts_with("/api/") && !path.starts_with("/api/v1"))
}

/// An address or a method that the gateway does not have.
async fn nothing_here(req: HttpRequest) -> HttpResponse {
    let message = format!("There is nothing at {} {}. See the documentation of this server.", req.method(), req.path());
    let missing = GatewayError::new(GatewayErrorKind::NotFound, message).with_code("unknown_url");
    error(dialect_of(&req), missing.into())
}

/// Which dialect a caller expects who did not reach a call.
fn dialect_of(req: &HttpRequest) -> Dialect {
    let path = req.path();
    if path.starts_with("/api/") {
        Dialect::Ollama
    } else if path.starts_with("/v1/messages") || req.headers().contains_key("anthropic-version") {
        Dialect::AnthropicMessages
    } else {
        Dialect::OpenAiChat
    }
}
