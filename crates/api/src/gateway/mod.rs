//! The model gateway: `/v1`, and Ollama's `/api` where it is switched on. Every answer here, also an
//! error and an address that does not exist, is in the caller's dialect.

mod answer;
mod calls;
mod face;
mod models;
mod responses;

use ::models::gateway_error::{GatewayError, GatewayErrorKind};
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, web};
use dialects::Dialect;
use managers::context::Context;

use answer::error;

/// A call at its address. Other methods are refused in the caller's dialect.
macro_rules! at {
    ($path:expr, $method:ident, $handler:path) => {
        web::resource($path)
            .route(web::$method().to($handler))
            .default_service(web::to(|req: HttpRequest| other_method(req, stringify!($method))))
    };
}

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
            .service(at!("/chat/completions", post, calls::chat_completions))
            .service(at!("/responses", post, calls::responses))
            .service(at!("/responses/{id}/cancel", post, responses::cancel))
            .service(
                web::resource("/responses/{id}")
                    .route(web::get().to(responses::find))
                    .route(web::delete().to(responses::delete))
                    .default_service(web::to(|req: HttpRequest| other_method(req, "get, delete"))),
            )
            .service(at!("/messages", post, calls::messages))
            .service(at!("/messages/count_tokens", post, calls::count_tokens))
            .service(at!("/embeddings", post, calls::embeddings))
            .service(at!("/models", get, models::list))
            .service(at!("/models/{id:.+}", get, models::one))
            .default_service(web::to(nothing_here)),
    );
    if settings.ollama_api {
        cfg.service(
            web::scope("/api")
                .app_data(limit)
                .guard(actix_web::guard::fn_guard(|head| !head.head().uri.path().starts_with("/api/v1")))
                .service(at!("/chat", post, calls::ollama_chat))
                .service(at!("/generate", post, calls::ollama_generate))
                .service(at!("/embed", post, calls::ollama_embed))
                .service(at!("/tags", get, models::tags))
                .service(at!("/show", post, models::show))
                .service(at!("/version", get, models::version))
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

/// An address that takes another method.
async fn other_method(req: HttpRequest, allowed: &'static str) -> HttpResponse {
    let allowed = allowed.to_ascii_uppercase();
    let message = format!("{} is not possible at {}, only {allowed}.", req.method(), req.path());
    let mut refused = GatewayError::new(GatewayErrorKind::InvalidRequest, message).with_code("method_not_allowed");
    refused.status = 405;
    let mut answer = error(dialect_of(&req), refused.into());
    if let Ok(allowed) = HeaderValue::from_str(&allowed) {
        answer.headers_mut().insert(header::ALLOW, allowed);
    }
    answer
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
