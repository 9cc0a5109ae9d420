//! Answers of `/v1/responses` that are kept.

use actix_web::{HttpRequest, HttpResponse, web};
use dialects::Dialect;
use managers::context::Context;
use managers::gateway::{Refused, responses};
use serde_json::json;

use super::{answer, face};

/// `GET /v1/responses/{id}`.
pub(super) async fn find(cx: web::Data<Context>, req: HttpRequest, id: web::Path<String>) -> HttpResponse {
    let found = async { responses::find(&cx, &face::caller(&cx, &req).await?, &id).await };
    match found.await {
        Ok(body) => HttpResponse::Ok().content_type("application/json").body(body),
        Err(refused) => error(refused),
    }
}

/// `DELETE /v1/responses/{id}`.
pub(super) async fn delete(cx: web::Data<Context>, req: HttpRequest, id: web::Path<String>) -> HttpResponse {
    let deleted = async { responses::delete(&cx, &face::caller(&cx, &req).await?, &id).await };
    match deleted.await {
        Ok(()) => HttpResponse::Ok().json(json!({ "id": *id, "object": "response", "deleted": true })),
        Err(refused) => error(refused),
    }
}

/// `POST /v1/responses/{id}/cancel`.
pub(super) async fn cancel(cx: web::Data<Context>, req: HttpRequest, id: web::Path<String>) -> HttpResponse {
    match face::caller(&cx, &req).await {
        Ok(caller) => error(responses::cancel(&cx, &caller, &id).await),
        Err(refused) => error(refused),
    }
}

fn error(refused: Refused) -> HttpResponse {
    answer::error(Dialect::OpenAiResponses, refused)
}
