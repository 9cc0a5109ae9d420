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

use crate::error::{ApiError, Transport};

/// An upload may take this many times as long as another request: a phone on a slow line needs it.
const UPLOAD_PATIENCE: u32 = 10;
/// Where files are uploaded.
const UPLOADS: &str = "/api/v1/attachments";

/// Refuses a head that is too large, ends a handler that takes too long, and turns a panic into a
/// logged and counted 500. A stream is an answer as soon as its head is there, so that it is not ended.
pub(crate) async fn guard<B: MessageBody>(req: ServiceRequest, next: Next<B>) -> Result<ServiceResponse<B>, Error> {
    let cx = req.app_data::<web::Data<Context>>().ok_or(Transport::NotWired("Context"))?;
    let limit = cx.settings.server.headers_bytes_max;
    let after = patience(req.path(), cx.settings.server.request_timeout);
    if head_bytes(&req) > limit {
        return Err(Transport::HeadersTooLarge { limit }.into());
    }
    let handler = AssertUnwindSafe(next.call(req)).catch_unwind();
    match tokio::time::timeout(after, handler).await {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(panic)) => Err(panicked(panic.as_ref()).into()),
        Err(_) => Err(ApiError::from(Transport::TimedOut { after }).into()),
    }
}

fn patience(path: &str, timeout: Duration) -> Duration {
    if path == UPLOADS { timeout * UPLOAD_PATIENCE } else { timeout }
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
