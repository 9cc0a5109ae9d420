//! Why a call was not answered as asked.

use std::time::Duration;

use bytes::Bytes;
use models::chat::VendorErrorKind;
use models::gateway_error::{GatewayError, GatewayErrorKind};
use providers::ProviderError;

use super::limits::Allowance;
use crate::error::Error;

/// Why a call was not answered as asked, with what the door needs to say so in the caller's dialect.
#[derive(Debug)]
pub struct Refused {
    /// The error.
    pub error: Box<GatewayError>,
    /// When to try again.
    pub retry_after: Option<Duration>,
    /// What is left of the limits that were met.
    pub allowances: Vec<Allowance>,
    /// The vendor's own bytes, where the caller speaks the vendor's dialect.
    pub verbatim: Option<Bytes>,
}

impl From<GatewayError> for Refused {
    fn from(error: GatewayError) -> Self {
        Self { error: Box::new(error), retry_after: None, allowances: Vec::new(), verbatim: None }
    }
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        let code = error.code();
        let (kind, message, retry_after) = match &error {
            Error::Busy | Error::Draining | Error::StorageFull => {
                (GatewayErrorKind::Overloaded, error.to_string(), Some(Duration::from_secs(2)))
            }
            Error::OverLimit { retry_after, .. } => (GatewayErrorKind::RateLimited, error.to_string(), *retry_after),
            Error::TooMany { retry_after } => (GatewayErrorKind::RateLimited, error.to_string(), Some(*retry_after)),
            Error::TooLarge { .. } => (GatewayErrorKind::TooLarge, error.to_string(), None),
            Error::Unauthenticated(_) => (GatewayErrorKind::Authentication, error.to_string(), None),
            Error::Denied(_) => (GatewayErrorKind::Permission, error.to_string(), None),
            Error::NotFound(_) => (GatewayErrorKind::NotFound, error.to_string(), None),
            Error::Invalid(_) | Error::Conflict(_) | Error::UnsupportedFile | Error::Unreadable(_) => {
                (GatewayErrorKind::InvalidRequest, error.to_string(), None)
            }
            Error::Vendor(_) | Error::WebSearch(_) => (GatewayErrorKind::Api, error.to_string(), None),
            Error::Internal { doing, source } => {
                tracing::error!(%source, "the gateway failed while {doing}");
                (GatewayErrorKind::Api, "Something went wrong on the server. Try again.".to_owned(), None)
            }
        };
        let error = GatewayError::new(kind, message).with_code(code);
        Self { retry_after, ..error.into() }
    }
}

/// A target's failure as the caller sees it.
pub(super) fn of_vendor(error: ProviderError) -> Refused {
    let (code, message) = (error.code(), error.user_message());
    let api = |status: u16, kind| {
        let error = GatewayError::new(kind, message.clone()).with_code(code);
        GatewayError { status, ..error }
    };
    match error {
        ProviderError::Vendor { mut error, retry_after, .. } => {
            if error.kind == VendorErrorKind::Unauthorized {
                // The caller would look for the fault in his own key.
                error.message = format!("The vendor refused the key of its connection: {}", error.message);
            }
            Refused { retry_after, ..GatewayError::from(error).into() }
        }
        ProviderError::Unavailable { retry_after } => {
            Refused { retry_after: Some(retry_after), ..api(503, GatewayErrorKind::Overloaded).into() }
        }
        ProviderError::FirstByteTimeout { .. }
        | ProviderError::ChunkTimeout { .. }
        | ProviderError::TotalTimeout { .. } => api(504, GatewayErrorKind::Timeout).into(),
        ProviderError::Connect { .. }
        | ProviderError::Cut
        | ProviderError::TooLarge { .. }
        | ProviderError::Blocked { .. }
        | ProviderError::UnusableSecret
        | ProviderError::Cancelled => api(502, GatewayErrorKind::Api).into(),
    }
}
