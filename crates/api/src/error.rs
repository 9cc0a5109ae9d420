//! The one error mapping: what managers and the transport report becomes a status and a body here
//! and nowhere else. There is no wildcard: a new reason does not compile until it has a status.

use std::time::Duration;

use actix_web::body::BoxBody;
use actix_web::http::{Method, StatusCode, header};
use actix_web::{HttpResponse, ResponseError};
use managers::error::Error;
use serde::Serialize;
use utoipa::ToSchema;

/// Seconds after which a caller that met a busy or leaving server may ask again.
const RETRY_SOON: Duration = Duration::from_secs(2);

/// Why a request was not answered as asked.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    /// A verb refused or failed.
    #[error(transparent)]
    Verb(#[from] Error),
    /// The request did not reach a verb.
    #[error(transparent)]
    Transport(#[from] Transport),
}

/// Why a request did not reach a verb.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Transport {
    /// The body is not JSON.
    #[error("the body is not JSON (line {line}, column {column}): {message}")]
    MalformedJson {
        /// Line of the first wrong byte, from 1.
        line: usize,
        /// Column of the first wrong byte, from 1.
        column: usize,
        /// What was expected.
        message: String,
    },
    /// The body or the query is not of the documented shape.
    #[error("{field}: {message}")]
    Shape {
        /// Path of the first wrong field.
        field: String,
        /// What was expected.
        message: String,
    },
    /// The body is not a form of parts, or a part is broken.
    #[error("the upload is not a multipart form with one part named `file`: {message}")]
    MalformedUpload {
        /// What was expected.
        message: String,
    },
    /// The body does not claim to be JSON.
    #[error("send the body as `Content-Type: application/json`")]
    NotJson,
    /// The body does not claim to be a form of parts.
    #[error("send the file as `Content-Type: multipart/form-data`")]
    NotMultipart,
    /// The body is larger than the limit.
    #[error("the body has more than {limit} bytes")]
    BodyTooLarge {
        /// Most bytes accepted.
        limit: usize,
    },
    /// The body ended early or could not be decoded.
    #[error("the body ended early or could not be decoded; send it again")]
    BodyCut,
    /// The head is larger than the limit.
    #[error("the request's headers have more than {limit} bytes")]
    HeadersTooLarge {
        /// Most bytes accepted.
        limit: usize,
    },
    /// No route has this address.
    #[error("there is nothing at this address")]
    NoSuchRoute,
    /// The address exists, but not for this method.
    #[error("this address does not take this method; it takes {}", names(.allow))]
    MethodNotAllowed {
        /// The methods it takes.
        allow: Vec<Method>,
    },
    /// The answer took too long to make.
    #[error("the answer took longer than {} seconds; try again", .after.as_secs())]
    TimedOut {
        /// The limit.
        after: Duration,
    },
    /// A part of the server is missing: our fault.
    #[error("{0} is not part of this app")]
    NotWired(&'static str),
    /// A handler panicked: our fault.
    #[error("a handler panicked")]
    Panicked,
}

/// The body of every answer that is not a success.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ErrorBody {
    /// Stable code, listed in `docs/reference/errors.md`.
    #[schema(example = "conversation_not_found")]
    pub code: String,
    /// A sentence for the user, with a next step where there is one.
    pub message: String,
    /// The first wrong field.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The same as `message`; BrainDrive's clients read it.
    pub detail: String,
    /// Every wrong field.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub errors: Option<Vec<FieldError>>,
}

/// A field that does not hold what it must.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldError {
    /// The field's path, with dots for nesting.
    pub field: String,
    /// What is wrong and what is accepted.
    pub message: String,
}

impl ApiError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Verb(error) => error.code(),
            Self::Transport(error) => error.code(),
        }
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Verb(error) => verb_status(error),
            Self::Transport(error) => error.status(),
        }
    }

    /// The sentence for the user. Of our own faults it says nothing but the next step.
    pub fn message(&self) -> String {
        if self.status() == StatusCode::INTERNAL_SERVER_ERROR {
            return "something went wrong on the server; try again, and tell its operator the X-Request-ID if it stays"
                .into();
        }
        self.to_string()
    }

    /// The body.
    pub fn body(&self) -> ErrorBody {
        let errors = match self {
            Self::Verb(Error::Invalid(wrong)) => Some(
                wrong.iter().map(|it| FieldError { field: it.field.to_owned(), message: it.message.clone() }).collect(),
            ),
            Self::Transport(Transport::Shape { field, message }) => {
                Some(vec![FieldError { field: field.clone(), message: message.clone() }])
            }
            Self::Verb(_) | Self::Transport(_) => None,
        };
        let field = errors.as_ref().and_then(|all: &Vec<FieldError>| all.first()).map(|first| first.field.clone());
        let message = self.message();
        ErrorBody { code: self.code().to_owned(), field, detail: message.clone(), message, errors }
    }

    fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Verb(Error::TooMany { retry_after }) => Some(*retry_after),
            Self::Verb(Error::OverLimit { retry_after, .. }) => *retry_after,
            Self::Verb(Error::Draining | Error::Busy) => Some(RETRY_SOON),
            Self::Verb(_) | Self::Transport(_) => None,
        }
    }

    /// Our own faults are logged here, once, with every cause.
    fn log(&self) {
        match self {
            Self::Verb(error @ Error::Internal { .. }) => tracing::error!(error = chain(error), "internal error"),
            Self::Verb(error @ (Error::StorageFull | Error::Busy)) => tracing::warn!(code = error.code(), "{error}"),
            Self::Transport(error @ Transport::NotWired(_)) => tracing::error!("{error}"),
            Self::Verb(_) | Self::Transport(_) => {}
        }
    }
}

/// The status of a refused or failed verb.
fn verb_status(error: &Error) -> StatusCode {
    match error {
        Error::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Error::Unauthenticated(_) => StatusCode::UNAUTHORIZED,
        Error::Denied(_) => StatusCode::FORBIDDEN,
        Error::NotFound(_) => StatusCode::NOT_FOUND,
        Error::Conflict(_) => StatusCode::CONFLICT,
        Error::TooMany { .. } | Error::OverLimit { .. } => StatusCode::TOO_MANY_REQUESTS,
        Error::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
        Error::UnsupportedFile => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Error::Unreadable(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Error::Draining | Error::Busy => StatusCode::SERVICE_UNAVAILABLE,
        Error::StorageFull => StatusCode::INSUFFICIENT_STORAGE,
        Error::WebSearch(error) if error.is_late() => StatusCode::GATEWAY_TIMEOUT,
        Error::Vendor(_) | Error::WebSearch(_) => StatusCode::BAD_GATEWAY,
        Error::Internal { .. } => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl Transport {
    /// One of each, for the generated reference.
    pub(crate) fn examples() -> Vec<Self> {
        vec![
            Self::MalformedJson { line: 1, column: 9, message: "expected value".into() },
            Self::Shape { field: "title".into(), message: "expected a string".into() },
            Self::MalformedUpload { message: "no boundary".into() },
            Self::NotJson,
            Self::NotMultipart,
            Self::BodyTooLarge { limit: 5_242_880 },
            Self::BodyCut,
            Self::HeadersTooLarge { limit: 65_536 },
            Self::NoSuchRoute,
            Self::MethodNotAllowed { allow: vec![Method::GET] },
            Self::TimedOut { after: Duration::from_secs(120) },
            Self::NotWired("Context"),
            Self::Panicked,
        ]
    }

    fn code(&self) -> &'static str {
        match self {
            Self::MalformedJson { .. } => "malformed_json",
            Self::Shape { .. } => "invalid",
            Self::MalformedUpload { .. } => "malformed_upload",
            Self::NotJson | Self::NotMultipart => "unsupported_media_type",
            Self::BodyTooLarge { .. } => "body_too_large",
            Self::BodyCut => "body_cut",
            Self::HeadersTooLarge { .. } => "headers_too_large",
            Self::NoSuchRoute => "not_found",
            Self::MethodNotAllowed { .. } => "method_not_allowed",
            Self::TimedOut { .. } => "timed_out",
            Self::NotWired(_) | Self::Panicked => "internal",
        }
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::MalformedJson { .. } | Self::MalformedUpload { .. } | Self::BodyCut => StatusCode::BAD_REQUEST,
            Self::Shape { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            Self::NotJson | Self::NotMultipart => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::BodyTooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::HeadersTooLarge { .. } => StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
            Self::NoSuchRoute => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed { .. } => StatusCode::METHOD_NOT_ALLOWED,
            Self::TimedOut { .. } => StatusCode::GATEWAY_TIMEOUT,
            Self::NotWired(_) | Self::Panicked => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        self.status()
    }

    fn error_response(&self) -> HttpResponse<BoxBody> {
        self.log();
        let mut answer = HttpResponse::build(self.status());
        if let Some(wait) = self.retry_after() {
            answer.insert_header((header::RETRY_AFTER, wait.as_secs().max(1)));
        }
        if self.status() == StatusCode::UNAUTHORIZED {
            answer.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
        }
        if let Self::Transport(Transport::MethodNotAllowed { allow }) = self {
            answer.insert_header((header::ALLOW, names(allow)));
        }
        answer.json(self.body())
    }
}

impl ResponseError for Transport {
    fn status_code(&self) -> StatusCode {
        self.status()
    }

    fn error_response(&self) -> HttpResponse<BoxBody> {
        ApiError::Transport(self.clone()).error_response()
    }
}

fn names(methods: &[Method]) -> String {
    methods.iter().map(Method::as_str).collect::<Vec<_>>().join(", ")
}

/// An error and its causes in one line.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        next = cause.source();
    }
    text
}
