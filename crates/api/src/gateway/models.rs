//! Lists of models.

use actix_web::{HttpRequest, HttpResponse, web};
use bytes::Bytes;
use dialects::{Dialect, ListedModel};
use managers::context::Context;
use managers::gateway::{Refused, offers};
use models::gateway_error::{GatewayError, GatewayErrorKind};
use serde::Deserialize;

use super::{answer, dialect_of, face};

/// The version of Ollama whose API is spoken here; its clients look whether it is new enough.
const OLLAMA_VERSION: &str = "0.12.0";

/// `GET /v1/models`, in Anthropic's shape where `anthropic-version` is sent.
pub(super) async fn list(cx: web::Data<Context>, req: HttpRequest) -> HttpResponse {
    all(&cx, &req, dialect_of(&req)).await
}

/// `GET /api/tags`.
pub(super) async fn tags(cx: web::Data<Context>, req: HttpRequest) -> HttpResponse {
    all(&cx, &req, Dialect::Ollama).await
}

/// `GET /v1/models/{id}`; ids have slashes.
pub(super) async fn one(cx: web::Data<Context>, req: HttpRequest, id: web::Path<String>) -> HttpResponse {
    single(&cx, &req, dialect_of(&req), &id).await
}

#[derive(Deserialize)]
struct Show {
    #[serde(alias = "name")]
    model: String,
}

/// `POST /api/show`.
pub(super) async fn show(cx: web::Data<Context>, req: HttpRequest, body: Bytes) -> HttpResponse {
    match serde_json::from_slice::<Show>(&body) {
        Ok(wanted) => single(&cx, &req, Dialect::Ollama, &wanted.model).await,
        Err(_) => {
            let error = GatewayError::new(GatewayErrorKind::InvalidRequest, "`model` is required.");
            answer::error(Dialect::Ollama, error.into())
        }
    }
}

/// `GET /api/version`.
pub(super) async fn version() -> HttpResponse {
    HttpResponse::Ok().json(serde_json::json!({ "version": OLLAMA_VERSION }))
}

async fn all(cx: &Context, req: &HttpRequest, dialect: Dialect) -> HttpResponse {
    match face::caller(cx, req).await {
        Ok(caller) => json(dialects::encode_models(dialect, &offers(&caller))),
        Err(refused) => answer::error(dialect, refused),
    }
}

async fn single(cx: &Context, req: &HttpRequest, dialect: Dialect, id: &str) -> HttpResponse {
    match find(cx, req, id).await {
        Ok(model) => json(dialects::encode_model(dialect, &model)),
        Err(refused) => answer::error(dialect, refused),
    }
}

async fn find(cx: &Context, req: &HttpRequest, id: &str) -> Result<ListedModel, Refused> {
    let caller = face::caller(cx, req).await?;
    offers(&caller).into_iter().find(|offer| offer.id == id).ok_or_else(|| {
        let missing = GatewayError::new(GatewayErrorKind::NotFound, format!("The model `{id}` does not exist."));
        missing.with_code("model_not_found").with_param("model").into()
    })
}

fn json(body: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok().content_type("application/json").body(body)
}
