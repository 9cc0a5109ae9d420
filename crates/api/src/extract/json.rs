//! A JSON body, in and out.

use actix_web::body::BoxBody;
use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::http::header;
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse, Responder, web};
use futures_util::future::LocalBoxFuture;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::error::Category;

use super::context;
use crate::error::{ApiError, Transport};
use crate::idempotent::{self, RawBody};

/// A JSON body. As an argument it wants `Content-Type: application/json`; what is wrong is named by
/// its position (not JSON) or its path (JSON of another shape).
#[derive(Debug, Clone)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Json<T> {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let limit = context(req).map(|cx| cx.settings.server.body_bytes_max);
        let is_json = is_json(req);
        let body = web::Bytes::from_request(req, payload);
        let keyed = req.headers().contains_key(idempotent::HEADER).then(|| req.clone());
        Box::pin(async move {
            if !is_json {
                return Err(Transport::NotJson.into());
            }
            let limit = limit?;
            let body = body.await.map_err(|error| unreadable(&error, limit))?;
            if let Some(req) = keyed {
                req.extensions_mut().insert(RawBody(body.clone()));
            }
            parse(&body).map(Self)
        })
    }
}

impl<T: Serialize> Responder for Json<T> {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse<BoxBody> {
        HttpResponse::Ok().json(self.0)
    }
}

/// Tells a field that is `null` from one that is absent: `#[serde(default, deserialize_with = "nullable")]`.
pub fn nullable<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// A form that a page of another site sends cannot carry this type without asking first (CORS).
fn is_json(req: &HttpRequest) -> bool {
    let value = req.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (media_type, parameters) = value.split_once(';').unwrap_or((value, ""));
    let charset = parameters.trim().to_ascii_lowercase();
    media_type.trim().eq_ignore_ascii_case("application/json")
        && matches!(charset.as_str(), "" | "charset=utf-8" | "charset=\"utf-8\"")
}

fn unreadable(error: &actix_web::Error, limit: usize) -> ApiError {
    match error.as_error::<PayloadError>() {
        Some(PayloadError::Overflow) => Transport::BodyTooLarge { limit }.into(),
        _ => Transport::BodyCut.into(),
    }
}

fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, ApiError> {
    let mut reader = serde_json::Deserializer::from_slice(body);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        explain(&path, error.inner())
    })?;
    reader.end().map_err(|error| explain(".", &error))?;
    Ok(value)
}

fn explain(path: &str, error: &serde_json::Error) -> ApiError {
    match error.classify() {
        Category::Data => {
            let field = if path == "." { "body" } else { path };
            Transport::Shape { field: field.to_owned(), message: without_position(error) }.into()
        }
        Category::Syntax | Category::Eof | Category::Io => {
            Transport::MalformedJson { line: error.line(), column: error.column(), message: without_position(error) }
                .into()
        }
    }
}

/// serde_json ends its sentences with the position, which we give in our own words.
fn without_position(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rfind(" at line ") {
        Some(end) => text[..end].to_owned(),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[expect(dead_code, reason = "only the shape matters")]
    struct Outer {
        inner: Inner,
    }

    #[derive(Debug, serde::Deserialize)]
    #[expect(dead_code, reason = "only the shape matters")]
    struct Inner {
        count: u32,
    }

    #[track_caller]
    fn check(body: &str, code: &str, message: &str) {
        let error = parse::<Outer>(body.as_bytes()).unwrap_err();
        assert_eq!((error.code(), error.message().as_str()), (code, message));
    }

    #[test]
    fn what_is_not_json_is_named_by_its_position() {
        check("{\"inner\":", "malformed_json", "the body is not JSON (line 1, column 9): EOF while parsing a value");
        check(
            "{\"inner\":{\"count\":1}} x",
            "malformed_json",
            "the body is not JSON (line 1, column 23): trailing characters",
        );
    }

    #[test]
    fn json_of_another_shape_is_named_by_its_path() {
        check("{}", "invalid", "body: missing field `inner`");
        let error = parse::<Outer>(br#"{"inner":{"count":"three"}}"#).unwrap_err();
        let body = error.body();
        assert_eq!(body.field.as_deref(), Some("inner.count"));
        assert_eq!(body.errors.unwrap()[0].message, "invalid type: string \"three\", expected u32");
    }

    #[track_caller]
    fn check_type(value: &str, accepted: bool) {
        let req = TestRequest::post().insert_header((header::CONTENT_TYPE, value)).to_http_request();
        assert_eq!(is_json(&req), accepted, "{value}");
    }

    #[test]
    fn only_json_in_utf8_is_accepted() {
        check_type("application/json", true);
        check_type("Application/JSON; charset=UTF-8", true);
        check_type("application/json; charset=latin1", false);
        check_type("text/plain", false);
        check_type("text/plain; application/json", false);
        check_type("application/x-www-form-urlencoded", false);
    }
}
