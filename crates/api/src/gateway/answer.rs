//! Answers and refusals as HTTP.

use std::convert::Infallible;
use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::http::header::{self, ContentEncoding};
use actix_web::{HttpResponse, HttpResponseBuilder};
use dialects::Dialect;
use futures_util::StreamExt;
use managers::gateway::{Allowance, Metric, Refused, Reply, ReplyBody};

/// An answer as the caller expects it.
pub(super) fn reply(reply: Reply) -> HttpResponse {
    let mut answer = HttpResponse::Ok();
    answer.content_type(reply.content_type);
    for (name, value) in &reply.headers {
        answer.insert_header((*name, value.as_str()));
    }
    allowances(&mut answer, &reply.allowances);
    match reply.body {
        ReplyBody::Whole(bytes) => answer.body(bytes),
        ReplyBody::Stream(stream) => answer
            .insert_header((header::CACHE_CONTROL, "no-cache"))
            .insert_header(("X-Accel-Buffering", "no"))
            // Compression would hold chunks back until its window is full.
            .insert_header(ContentEncoding::Identity)
            .streaming(stream.map(Ok::<_, Infallible>)),
    }
}

/// A refusal in the caller's dialect.
pub(super) fn error(dialect: Dialect, refused: Refused) -> HttpResponse {
    let status = StatusCode::from_u16(refused.error.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut answer = HttpResponse::build(status);
    answer.content_type("application/json");
    if let Some(wait) = refused.retry_after {
        answer.insert_header((header::RETRY_AFTER, seconds(wait)));
    }
    if status == StatusCode::UNAUTHORIZED {
        answer.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
    }
    allowances(&mut answer, &refused.allowances);
    match refused.verbatim {
        Some(bytes) => answer.body(bytes),
        None => answer.body(dialects::encode_error(dialect, &refused.error)),
    }
}

/// What is left of the limits, in the headers that OpenAI's clients read.
fn allowances(answer: &mut HttpResponseBuilder, allowances: &[Allowance]) {
    for metric in [Metric::Requests, Metric::Tokens] {
        // The tightest one of a key and its user.
        let found = allowances.iter().filter(|it| it.metric == metric).min_by_key(|it| it.remaining);
        let Some(it) = found else { continue };
        let (limit, remaining, reset) = match metric {
            Metric::Requests => {
                ("x-ratelimit-limit-requests", "x-ratelimit-remaining-requests", "x-ratelimit-reset-requests")
            }
            Metric::Tokens => ("x-ratelimit-limit-tokens", "x-ratelimit-remaining-tokens", "x-ratelimit-reset-tokens"),
        };
        answer.insert_header((limit, it.limit));
        answer.insert_header((remaining, it.remaining));
        answer.insert_header((reset, format!("{}s", seconds(it.resets_in))));
    }
}

/// Rounded up, so that nobody comes back too early.
fn seconds(wait: Duration) -> u64 {
    u64::try_from(wait.as_millis().div_ceil(1000)).unwrap_or(u64::MAX).max(1)
}
