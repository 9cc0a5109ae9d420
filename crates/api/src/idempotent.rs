//! `Idempotency-Key`: a request that makes something and is sent twice makes one thing.

use std::future::Future;

use actix_web::http::StatusCode;
use actix_web::{HttpMessage, HttpRequest, HttpResponse};
use bytes::Bytes;
use managers::access::Actor;
use managers::context::Context;
use managers::error::Error;
use managers::idempotency::{self, Answer, Request};
use serde::Serialize;
use utoipa::IntoParams;

use crate::error::ApiError;

/// The header that carries the key.
pub(crate) const HEADER: &str = "idempotency-key";
/// The header of an answer that was given before.
const REPLAYED: &str = "idempotency-replayed";

/// Documents the header: `params(IdempotencyKey)`.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "only the document reads it")]
pub struct IdempotencyKey {
    /// A key of your choice. The same request under the same key is done once; for 24 hours it gets
    /// the same answer again.
    #[param(rename = "Idempotency-Key", max_length = 255)]
    idempotency_key: Option<String>,
}

/// The body as it came, left by the JSON extractor where the request has a key.
pub(crate) struct RawBody(pub(crate) Bytes);

/// How an answer is given.
struct Manner<T> {
    status: StatusCode,
    /// What may be kept of it; all of it where absent.
    kept: Option<fn(&T) -> T>,
}

/// Does the work of a request that makes something, and answers `201`.
pub async fn once<T: Serialize + Send + 'static>(
    cx: &Context,
    actor: &Actor,
    req: &HttpRequest,
    work: impl Future<Output = Result<T, ApiError>> + Send + 'static,
) -> Result<HttpResponse, ApiError> {
    done(Manner { status: StatusCode::CREATED, kept: None }, cx, actor, req, Box::pin(work)).await
}

/// Like [`once`], where the answer holds a secret: what is kept of it is what `kept` leaves, and an
/// answer that is given again is without the secret.
pub async fn once_secret<T: Serialize + Send + 'static>(
    kept: fn(&T) -> T,
    cx: &Context,
    actor: &Actor,
    req: &HttpRequest,
    work: impl Future<Output = Result<T, ApiError>> + Send + 'static,
) -> Result<HttpResponse, ApiError> {
    done(Manner { status: StatusCode::CREATED, kept: Some(kept) }, cx, actor, req, Box::pin(work)).await
}

/// Like [`once`], with another status.
pub async fn once_with<T: Serialize + Send + 'static>(
    status: StatusCode,
    cx: &Context,
    actor: &Actor,
    req: &HttpRequest,
    work: impl Future<Output = Result<T, ApiError>> + Send + 'static,
) -> Result<HttpResponse, ApiError> {
    done(Manner { status, kept: None }, cx, actor, req, Box::pin(work)).await
}

/// With a key, the work goes on when the client goes away: it will come back for the answer.
async fn done<T: Serialize + Send + 'static>(
    manner: Manner<T>,
    cx: &Context,
    actor: &Actor,
    req: &HttpRequest,
    work: impl Future<Output = Result<T, ApiError>> + Send + 'static,
) -> Result<HttpResponse, ApiError> {
    let status = manner.status;
    let Some(request) = keyed(cx, req)? else {
        return Ok(HttpResponse::build(status).json(work.await?));
    };
    if let Some(answer) = idempotency::begin(cx, actor, &request).await? {
        return Ok(replay(answer));
    }
    let (cx, actor) = (cx.clone(), actor.clone());
    let task = cx.tasks.clone().spawn(async move { settle(manner, (&cx, &actor, &request), work.await).await });
    let body = task.await.map_err(|error| Error::internal("waiting for a request's work", error))??;
    Ok(json(status, body))
}

async fn settle<T: Serialize + Send>(
    manner: Manner<T>,
    (cx, actor, request): (&Context, &Actor, &Request),
    outcome: Result<T, ApiError>,
) -> Result<String, ApiError> {
    let value = match outcome {
        Ok(value) => value,
        Err(error) => {
            idempotency::forget(cx, actor, request).await?;
            return Err(error);
        }
    };
    let body = written(&value)?;
    let kept = match manner.kept {
        Some(kept) => written(&kept(&value))?,
        None => body.clone(),
    };
    // Not held while the database is asked: an answer need not be shared between threads.
    drop(value);
    idempotency::keep(cx, actor, request, Answer { status: manner.status.as_u16(), body: kept }).await?;
    Ok(body)
}

fn written(value: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|error| Error::internal("writing an answer", error))
}

fn keyed(cx: &Context, req: &HttpRequest) -> Result<Option<Request>, ApiError> {
    let Some(key) = req.headers().get(HEADER) else { return Ok(None) };
    let extensions = req.extensions();
    let body = extensions.get::<RawBody>().map(|body| body.0.as_ref()).unwrap_or_default();
    let parts = [req.method().as_str().as_bytes(), req.uri().path().as_bytes(), body];
    let key = key.to_str().unwrap_or_default();
    Ok(Some(Request::new(cx, key, &parts).map_err(Error::from)?))
}

fn replay(answer: Answer) -> HttpResponse {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::CREATED);
    let mut response = json(status, answer.body);
    let (name, yes) = (actix_web::http::header::HeaderName::from_static(REPLAYED), "true");
    response.headers_mut().insert(name, actix_web::http::header::HeaderValue::from_static(yes));
    response
}

fn json(status: StatusCode, body: String) -> HttpResponse {
    HttpResponse::build(status).content_type("application/json").body(body)
}
