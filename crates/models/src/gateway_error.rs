//! Why the model gateway refuses or fails a call, in no dialect's spelling.

use crate::chat::{VendorError, VendorErrorKind};

/// What a caller of the model gateway is told instead of an answer, or in the middle of one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct GatewayError {
    /// The HTTP status.
    pub status: u16,
    /// What the caller may do about it; decides the class of the exception that his library raises.
    pub kind: GatewayErrorKind,
    /// A sentence for the caller.
    pub message: String,
    /// A stable word for programs; the dialect's own word for the kind where it is `None`.
    pub code: Option<String>,
    /// The field of the request that is wrong, in the caller's spelling.
    pub param: Option<String>,
}

/// What the caller may do about a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GatewayErrorKind {
    /// Correct the request.
    InvalidRequest,
    /// Correct the key.
    Authentication,
    /// Ask for rights.
    Permission,
    /// Choose another model or address.
    NotFound,
    /// Send less.
    TooLarge,
    /// Wait, or ask for a larger budget.
    RateLimited,
    /// Try again later: nobody can answer now.
    Overloaded,
    /// Try again; the fault is ours or the vendor's.
    Api,
    /// Try again; the vendor was too slow.
    Timeout,
}

impl GatewayErrorKind {
    /// All kinds.
    pub const ALL: [Self; 9] = [
        Self::InvalidRequest,
        Self::Authentication,
        Self::Permission,
        Self::NotFound,
        Self::TooLarge,
        Self::RateLimited,
        Self::Overloaded,
        Self::Api,
        Self::Timeout,
    ];

    /// The status that goes with the kind where no other is known.
    pub fn status(self) -> u16 {
        match self {
            Self::InvalidRequest => 400,
            Self::Authentication => 401,
            Self::Permission => 403,
            Self::NotFound => 404,
            Self::TooLarge => 413,
            Self::RateLimited => 429,
            Self::Api => 500,
            Self::Overloaded => 503,
            Self::Timeout => 504,
        }
    }
}

impl GatewayError {
    /// An error with the kind's status.
    pub fn new(kind: GatewayErrorKind, message: impl Into<String>) -> Self {
        Self { status: kind.status(), kind, message: message.into(), code: None, param: None }
    }

    /// The same with a stable word.
    pub fn with_code(self, code: impl Into<String>) -> Self {
        Self { code: Some(code.into()), ..self }
    }

    /// The same with the field that is wrong.
    pub fn with_param(self, param: impl Into<String>) -> Self {
        Self { param: Some(param.into()), ..self }
    }
}

/// A vendor's error as the caller of the gateway sees it. The vendor's refusal of our own key is not the caller's to
/// correct: it becomes a 403 that names the vendor, not a 401 that blames his key.
impl From<VendorError> for GatewayError {
    fn from(error: VendorError) -> Self {
        let (kind, status, code) = match error.kind {
            VendorErrorKind::BadRequest => (GatewayErrorKind::InvalidRequest, 400, None),
            VendorErrorKind::Unauthorized => (GatewayErrorKind::Permission, 403, Some("vendor_unauthorized")),
            VendorErrorKind::Forbidden => (GatewayErrorKind::Permission, 403, Some("vendor_forbidden")),
            VendorErrorKind::NotFound => (GatewayErrorKind::NotFound, 404, Some("model_not_found")),
            VendorErrorKind::ContextTooLong => (GatewayErrorKind::InvalidRequest, 400, Some("context_length_exceeded")),
            VendorErrorKind::RateLimited => (GatewayErrorKind::RateLimited, 429, Some("rate_limit_exceeded")),
            VendorErrorKind::Unavailable => (GatewayErrorKind::Overloaded, 503, Some("vendor_unavailable")),
            VendorErrorKind::Garbage => (GatewayErrorKind::Api, 502, Some("vendor_garbage")),
        };
        Self { status, kind, message: error.message, code: code.map(str::to_owned).or(error.code), param: None }
    }
}
