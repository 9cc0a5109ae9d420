//! Limits of one request, and the last resort against panics.

use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use actix_web::Error;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::web;
use futures_util::FutureExt;
use managers::context::Context;
use tracing::Instrument;

use crate::error::{ApiError, Transport};
use crate::gateway;

/// An upload may take this many times as long as another request: a phone on a slow line needs it.
const UPLOAD_PATIENCE: u32 = 10;
/// Where files are uploaded.
const UPLOADS: &str = "/api/v1/attachments";
/// Where they are uploaded in pieces.
const PIECES: &str = "/api/v1/uploads/";
/// Where those of collections are uploaded, and how their addresses end.
const COLLECTIONS: (&str, &str) = ("/api/v1/collections/", "/documents");

/// Refuses a head that is too large, ends a handler that takes too long, and turns a panic into a
/// logged and counted 500. A stream is an answer as soon as its head is there, so that it is not ended.
///
/// A handler is finished although its caller leaves: what it has begun to change is changed whole.
/// Calls of the gateway are the exception. They have deadlines of their own, and end with their caller.
pub(crate) async fn guard<B>(req: ServiceRequest, next: Next<B>) -> Result<ServiceResponse<B>, Error>
where
    B: MessageBody + 'static,
{
    let cx = req.app_data::<web::Data<Context>>().ok_or(Transport::NotWired("Context"))?.clone();
    let limit = cx.settings.server.headers_bytes_max;
    if head_bytes(&req) > limit {
        return Err(Transport::HeadersTooLarge { limit }.into());
    }
    if gateway::is_call(req.path()) {
        let called = AssertUnwindSafe(next.call(req)).catch_unwind().await;
        return called.unwrap_or_else(|panic| Err(panicked(panic.as_ref()).into()));
    }
    let after = patience(req.path(), cx.settings.server.request_timeout);
    let mut handler = cx.tasks.spawn_local(next.call(req).in_current_span());
    match tokio::time::timeout(after, &mut handler).await {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(error)) => match error.try_into_panic() {
            Ok(panic) => Err(panicked(panic.as_ref()).into()),
            Err(_) => Err(ApiError::from(managers::error::Error::Draining).into()),
        },
        Err(_) => {
            handler.abort();
            Err(ApiError::from(Transport::TimedOut { after }).into())
        }
    }
}

fn patience(path: &str, timeout: Duration) -> Duration {
    let (collections, end) = COLLECTIONS;
    let takes_files =
        path == UPLOADS || path.starts_with(PIECES) || (path.starts_with(collections) && path.ends_with(end));
    if takes_files { timeout * UPLOAD_PATIENCE } else { timeout }
}

fn head_bytes(req: &ServiceRequest) -> usize {
    let headers: usize = req.headers().iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
    headers + req.uri().path_and_query().map_or(0, |target| target.as_str().len())
}

fn panicked(panic: &(dyn Any + Send)) -> ApiError {
    let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    tracing::error!(panic = text.unwrap_or("not a text"), "a handler panicked");
    metrics::counter!("pallium_panics_total", "where" => "http").increment(1);
    Transport::Panicked.into()
}
