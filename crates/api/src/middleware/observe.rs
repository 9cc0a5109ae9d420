//! Names, times and counts every request.

use std::time::{Duration, Instant};

use actix_web::Error;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::header::HeaderMap;
use actix_web::http::header::HeaderValue;
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::web;
use managers::context::Context;
use tracing::Instrument;
use tracing::field::Empty;

use super::{headers, request_id};
use crate::error::Transport;

/// A request that takes longer is worth a line of its own at the level of a warning.
const SLOW: Duration = Duration::from_secs(1);

/// Gives the request its name and span, puts the headers on whatever comes back, also an error, and
/// records it in the metrics and the log. The query is not logged: it holds what people search for.
pub(crate) async fn observe<B: MessageBody>(req: ServiceRequest, next: Next<B>) -> Result<ServiceResponse<B>, Error> {
    let started = Instant::now();
    let cx = req.app_data::<web::Data<Context>>().ok_or(Transport::NotWired("Context"))?;
    let (path, method, id) = (req.path().to_owned(), req.method().clone(), request_id::of(req.headers(), cx));
    // Of the highest level, so that a warning carries its request whatever the filter says.
    let span = tracing::error_span!(
        "request",
        "request.id" = id.to_str().unwrap_or_default(),
        method = %method,
        path = %path,
        "user.id" = Empty,
        "run.id" = Empty,
    );
    let mut outcome = next.call(req).instrument(span.clone()).await.map_err(|error| span.in_scope(|| settle(error)));
    let seen = match &mut outcome {
        Ok(response) => {
            finish(response.headers_mut(), &path, id);
            Seen { route: response.request().match_pattern(), status: response.status() }
        }
        Err((_, response)) => {
            finish(response.headers_mut(), &path, id);
            Seen { route: None, status: response.status() }
        }
    };
    span.in_scope(|| seen.record(&method, &path, started.elapsed()));
    outcome.map_err(|(cause, response)| InternalError::from_response(cause, response).into())
}

/// An error that no handler turned into an answer, as its answer.
fn settle(error: Error) -> (String, actix_web::HttpResponse) {
    (error.to_string(), error.error_response())
}

fn finish(answer: &mut HeaderMap, path: &str, id: HeaderValue) {
    headers::add(answer, path);
    answer.insert(request_id::REQUEST_ID, id);
}

/// What is known of a request once it is answered.
struct Seen {
    route: Option<String>,
    status: StatusCode,
}

impl Seen {
    fn record(self, method: &Method, path: &str, took: Duration) {
        let (status, is_probe) = (self.status.as_u16(), matches!(path, "/health" | "/ready" | "/metrics"));
        let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        if is_probe || path.starts_with("/assets/") {
            tracing::debug!(status, ms, "answered");
        } else if took > SLOW {
            tracing::warn!(status, ms, "answered slowly");
        } else {
            tracing::info!(status, ms, "answered");
        }
        let route = self.route.unwrap_or_else(|| "other".to_owned());
        let labels = [("method", known(method).to_owned()), ("route", route), ("status", status.to_string())];
        metrics::counter!("pallium_http_requests_total", &labels).increment(1);
        metrics::histogram!("pallium_http_request_seconds", &labels).record(took.as_secs_f64());
    }
}

/// A caller may invent methods; the metrics must not grow a row for each.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::HEAD => "HEAD",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}
