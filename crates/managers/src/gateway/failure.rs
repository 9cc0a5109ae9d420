//! Why a target did not answer, and what the caller is told of it.

use bytes::Bytes;
use models::gateway_error::{GatewayError, GatewayErrorKind};
use providers::ProviderError;

use super::refused::{self, Refused};

/// Why a target did not answer.
pub(super) enum Failure {
    /// It was asked and failed.
    Vendor {
        error: ProviderError,
        /// Whether its words are in the caller's dialect.
        same_dialect: bool,
    },
    /// It cannot be asked this.
    Refused(GatewayError),
}

impl Failure {
    /// A route without targets, which `route` does not make.
    pub(super) fn no_target() -> Self {
        Self::Refused(no_target())
    }

    /// What the caller is told.
    pub(super) fn refuse(self) -> Refused {
        match self {
            Self::Refused(error) => error.into(),
            Self::Vendor { error, same_dialect } => {
                let verbatim = same_dialect.then(|| verbatim(&error)).flatten();
                let mut refused = refused::of_vendor(error);
                if let Some((status, bytes)) = verbatim {
                    // His library raises the exception that it has for the vendor's status.
                    refused.error.status = status;
                    refused.verbatim = bytes;
                }
                refused
            }
        }
    }

    /// Whether another target may do better.
    pub(super) fn leads_on(&self) -> bool {
        match self {
            Self::Refused(_) => true,
            Self::Vendor { error, .. } => match error {
                ProviderError::Vendor { status, error, .. } => {
                    !matches!(status, 400 | 413 | 422) || error.kind == models::chat::VendorErrorKind::ContextTooLong
                }
                ProviderError::Connect { .. }
                | ProviderError::FirstByteTimeout { .. }
                | ProviderError::ChunkTimeout { .. }
                | ProviderError::Cut
                | ProviderError::Blocked { .. }
                | ProviderError::Unavailable { .. }
                | ProviderError::UnusableSecret => true,
                ProviderError::TotalTimeout { .. } | ProviderError::TooLarge { .. } | ProviderError::Cancelled => false,
            },
        }
    }
}

impl From<ProviderError> for Failure {
    fn from(error: ProviderError) -> Self {
        Self::Vendor { error, same_dialect: false }
    }
}

/// The vendor's status and its own words, about the request or its own trouble. What it says about our key is ours to
/// tell.
fn verbatim(error: &ProviderError) -> Option<(u16, Option<Bytes>)> {
    let ProviderError::Vendor { status, body: Some(body), .. } = error else { return None };
    let is_json = serde_json::from_slice::<serde::de::IgnoredAny>(body).is_ok();
    let is_error = || serde_json::from_slice::<serde_json::Value>(body).is_ok_and(|body| !body["error"].is_null());
    match status {
        400 | 404 | 413 | 422 | 429 if is_json => Some((*status, Some(body.clone()))),
        500..=599 => Some((*status, is_error().then(|| body.clone()))),
        _ => None,
    }
}

/// A route without targets, which `route` does not make.
pub(super) fn no_target() -> GatewayError {
    GatewayError::new(GatewayErrorKind::NotFound, "No target takes this call.").with_code("model_not_found")
}
