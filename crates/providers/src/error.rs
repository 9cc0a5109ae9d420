//! What can go wrong on the way to a vendor.

use std::time::Duration;

use bytes::Bytes;
use models::chat::{VendorError, VendorErrorKind};

use crate::egress::Refused;

/// Why a vendor gave no answer, or not all of it. Variants are named for what the caller may do.
/// No variant holds a key, and a key that a vendor repeats in its words is blotted out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProviderError {
    /// The vendor answered with an error, in its words.
    #[error("the vendor answered {status}: {error}")]
    Vendor {
        /// The HTTP status; 200 for an error inside a stream.
        status: u16,
        /// What it said.
        error: VendorError,
        /// How long it asks to wait.
        retry_after: Option<Duration>,
        /// Its bytes as they came, for a caller who speaks its dialect; `None` where there were none.
        body: Option<Bytes>,
    },
    /// No connection, or one that was closed before an answer.
    #[error("connecting to {host}: {message}")]
    Connect {
        /// The host that was called.
        host: String,
        /// What the system said.
        message: String,
    },
    /// The vendor took the request and said nothing.
    #[error("the vendor sent nothing within {after:?}")]
    FirstByteTimeout {
        /// The limit.
        after: Duration,
    },
    /// The vendor fell silent in the middle of its answer.
    #[error("the vendor fell silent for {after:?} in the middle of its answer")]
    ChunkTimeout {
        /// The limit.
        after: Duration,
    },
    /// The answer was not whole within the time that the caller gave.
    #[error("the answer was not whole within {after:?}")]
    TotalTimeout {
        /// The limit.
        after: Duration,
    },
    /// The connection ended before the answer did.
    #[error("the connection ended before the answer did")]
    Cut,
    /// The answer is longer than any answer should be.
    #[error("the vendor's answer is longer than {limit_bytes} bytes")]
    TooLarge {
        /// The limit.
        limit_bytes: usize,
    },
    /// The endpoint may not call this host.
    #[error("calls to {host} are not permitted")]
    Blocked {
        /// The host.
        host: String,
    },
    /// The vendor failed several times in a row and is left alone for a while.
    #[error("the vendor failed repeatedly; the next attempt is in {retry_after:?}")]
    Unavailable {
        /// How long.
        retry_after: Duration,
    },
    /// The key holds characters that cannot be sent in a header.
    #[error("the key holds characters that cannot be sent")]
    UnusableSecret,
    /// The caller asked to stop.
    #[error("the call was cancelled")]
    Cancelled,
}

impl ProviderError {
    /// A stable code, in the list of `docs/reference/errors.md`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Vendor { error, .. } => match error.kind {
                VendorErrorKind::BadRequest => "vendor_bad_request",
                VendorErrorKind::Unauthorized => "vendor_unauthorized",
                VendorErrorKind::Forbidden => "vendor_forbidden",
                VendorErrorKind::NotFound => "vendor_not_found",
                VendorErrorKind::ContextTooLong => "vendor_context_too_long",
                VendorErrorKind::RateLimited => "vendor_rate_limited",
                VendorErrorKind::Unavailable => "vendor_unavailable",
                VendorErrorKind::Garbage => "vendor_garbage",
            },
            Self::Connect { .. } => "vendor_unreachable",
            Self::FirstByteTimeout { .. } => "vendor_timeout",
            Self::ChunkTimeout { .. } => "vendor_stalled",
            Self::TotalTimeout { .. } => "vendor_too_slow",
            Self::Cut => "vendor_cut",
            Self::TooLarge { .. } => "vendor_answer_too_large",
            Self::Blocked { .. } => "vendor_address_blocked",
            Self::Unavailable { .. } => "vendor_paused",
            Self::UnusableSecret => "vendor_key_unusable",
            Self::Cancelled => "cancelled",
        }
    }

    /// Whether the same call may succeed later without a change.
    pub fn retryable(&self) -> bool {
        match self {
            Self::Vendor { error, .. } => match error.kind {
                VendorErrorKind::RateLimited | VendorErrorKind::Unavailable | VendorErrorKind::Garbage => true,
                VendorErrorKind::BadRequest
                | VendorErrorKind::Unauthorized
                | VendorErrorKind::Forbidden
                | VendorErrorKind::NotFound
                | VendorErrorKind::ContextTooLong => false,
            },
            Self::Connect { .. } | Self::FirstByteTimeout { .. } | Self::ChunkTimeout { .. } | Self::Cut => true,
            Self::TotalTimeout { .. } | Self::Unavailable { .. } | Self::Cancelled => true,
            Self::TooLarge { .. } | Self::Blocked { .. } | Self::UnusableSecret => false,
        }
    }

    /// A sentence for the user, with the vendor's words where it has some, and a next step.
    pub fn user_message(&self) -> String {
        match self {
            Self::Vendor { error, .. } => format!("{} {}", sentence(&error.message), next_step(error.kind)),
            Self::Connect { host, message } => {
                format!("{host} cannot be reached: {} Check the base URL and that the server runs.", sentence(message))
            }
            Self::FirstByteTimeout { after } => {
                format!(
                    "The vendor did not begin to answer within {}. Try again or choose another model.",
                    spell(*after)
                )
            }
            Self::ChunkTimeout { after } => {
                format!("The vendor stopped in the middle of its answer for {}. Continue or try again.", spell(*after))
            }
            Self::TotalTimeout { after } => {
                format!("The answer was not whole within {}. Ask for a shorter one or allow more time.", spell(*after))
            }
            Self::Cut => "The connection to the vendor ended before the answer did. Continue or try again.".to_owned(),
            Self::TooLarge { .. } => "The vendor's answer is too long to be kept. Ask for a shorter one.".to_owned(),
            Self::Blocked { host } => {
                format!("{host} is not a public address. Ask an administrator to set up this connection for everyone.")
            }
            Self::Unavailable { retry_after } => {
                format!("The vendor failed several times in a row. Try again in {}.", spell(*retry_after))
            }
            Self::UnusableSecret => "The key holds characters that no key has. Enter it again.".to_owned(),
            Self::Cancelled => "The answer was stopped.".to_owned(),
        }
    }

    /// One of each, for the generated reference.
    pub fn examples() -> Vec<Self> {
        let vendor = |kind| Self::Vendor {
            status: 400,
            error: VendorError { kind, message: "The vendor's words.".to_owned(), code: None },
            retry_after: None,
            body: None,
        };
        let (host, after) = ("api.example.com".to_owned(), Duration::from_secs(60));
        let kinds = [
            VendorErrorKind::BadRequest,
            VendorErrorKind::Unauthorized,
            VendorErrorKind::Forbidden,
            VendorErrorKind::NotFound,
            VendorErrorKind::ContextTooLong,
            VendorErrorKind::RateLimited,
            VendorErrorKind::Unavailable,
            VendorErrorKind::Garbage,
        ];
        let others = [
            Self::Connect { host: host.clone(), message: "connection refused".to_owned() },
            Self::FirstByteTimeout { after },
            Self::ChunkTimeout { after },
            Self::TotalTimeout { after },
            Self::Cut,
            Self::TooLarge { limit_bytes: 1 },
            Self::Blocked { host },
            Self::Unavailable { retry_after: Duration::from_secs(15) },
            Self::UnusableSecret,
            Self::Cancelled,
        ];
        kinds.into_iter().map(vendor).chain(others).collect()
    }

    /// Reads why a request got no answer. The address is left out of the words: it is in `host`.
    pub(crate) fn from_send(error: &reqwest::Error, host: &str) -> Self {
        let root = root_cause(error);
        if let Some(refused) = root.downcast_ref::<Refused>() {
            return Self::Blocked { host: refused.host.clone() };
        }
        let message = match (error.is_connect(), error.is_timeout()) {
            (true, true) => "no connection was made in time".to_owned(),
            (true, false) => root.to_string(),
            (false, _) => "the connection was closed before an answer".to_owned(),
        };
        Self::Connect { host: host.to_owned(), message }
    }
}

fn root_cause(error: &reqwest::Error) -> &(dyn std::error::Error + 'static) {
    let mut cause: &(dyn std::error::Error + 'static) = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    cause
}

fn sentence(words: &str) -> String {
    let words = words.trim();
    let end = if words.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{words}{end}")
}

fn next_step(kind: VendorErrorKind) -> &'static str {
    match kind {
        VendorErrorKind::BadRequest => "Change the message or the model's parameters.",
        VendorErrorKind::Unauthorized => "Check the key of this connection.",
        VendorErrorKind::Forbidden => "Check the rights and the balance of the account at the vendor.",
        VendorErrorKind::NotFound => "Choose another model, or check the base URL of this connection.",
        VendorErrorKind::ContextTooLong => "Start a new conversation or choose a model that reads more.",
        VendorErrorKind::RateLimited => "Wait a moment, then try again.",
        VendorErrorKind::Unavailable => "The vendor is at fault; try again later.",
        VendorErrorKind::Garbage => "Check the base URL and the kind of this connection.",
    }
}

/// Rounded up, so that nobody is told to wait for zero seconds.
fn spell(time: Duration) -> String {
    match time.as_millis().div_ceil(1000) {
        1 => "1 second".to_owned(),
        seconds => format!("{seconds} seconds"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_user_reads_the_vendors_words_and_a_next_step() {
        let vendor = |kind, message: &str| {
            let error = VendorError { kind, message: message.to_owned(), code: None };
            ProviderError::Vendor { status: 400, error, retry_after: None, body: None }.user_message()
        };
        assert_eq!(
            vendor(VendorErrorKind::Unauthorized, "Incorrect API key provided"),
            "Incorrect API key provided. Check the key of this connection."
        );
        assert_eq!(vendor(VendorErrorKind::RateLimited, "Slow down!"), "Slow down! Wait a moment, then try again.");
        let silent = ProviderError::FirstByteTimeout { after: Duration::from_secs(60) };
        assert_eq!(
            silent.user_message(),
            "The vendor did not begin to answer within 60 seconds. Try again or choose another model."
        );
    }
}
