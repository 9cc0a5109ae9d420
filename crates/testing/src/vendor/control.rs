//! Endpoints for tests in other languages: what the Rust methods do, over HTTP.
//!
//! `POST /__script` (one script or a list), `GET /__requests`, `GET /__requests/{index}` (waits until that
//! request has ended), `POST /__release/{gate}`, `POST /__key` (`{"key": "sk-…"}` or null), `POST /__models` (a list of ids), `POST /__reset`.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use serde_json::Value;

use super::server::scripts;
use super::state::{Inner, Outcome, State};

pub(super) fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/__script", web::post().to(script))
        .route("/__requests", web::get().to(requests))
        .route("/__requests/{index}", web::get().to(ended))
        .route("/__release/{gate}", web::post().to(release))
        .route("/__key", web::post().to(key))
        .route("/__models", web::post().to(models))
        .route("/__reset", web::post().to(reset));
}

async fn script(body: web::Json<Value>, state: web::Data<State>) -> HttpResponse {
    match scripts(body.into_inner()) {
        Ok(scripts) => {
            scripts.into_iter().for_each(|script| state.add_script(script));
            HttpResponse::NoContent().finish()
        }
        Err(error) => HttpResponse::UnprocessableEntity().body(format!("reading the script: {error}")),
    }
}

async fn requests(state: web::Data<State>) -> HttpResponse {
    HttpResponse::Ok().json(state.requests())
}

async fn ended(index: web::Path<usize>, state: web::Data<State>) -> HttpResponse {
    let index = index.into_inner();
    let ended = |inner: &Inner| inner.requests.get(index).is_some_and(|request| request.outcome != Outcome::Open);
    state.until("a request to end", ended).await;
    HttpResponse::Ok().json(state.requests().get(index))
}

async fn release(gate: web::Path<String>, state: web::Data<State>) -> HttpResponse {
    state.release(&gate);
    HttpResponse::NoContent().finish()
}

#[derive(Deserialize)]
struct Key {
    key: Option<String>,
}

async fn key(body: web::Json<Key>, state: web::Data<State>) -> HttpResponse {
    state.require_key(body.into_inner().key);
    HttpResponse::NoContent().finish()
}

async fn models(body: web::Json<Vec<String>>, state: web::Data<State>) -> HttpResponse {
    state.offer_models(body.into_inner());
    HttpResponse::NoContent().finish()
}

async fn reset(state: web::Data<State>) -> HttpResponse {
    state.reset();
    HttpResponse::NoContent().finish()
}
