//! How a response ended.

use models::chat::{VendorError, VendorErrorKind};
use models::run::FinishReason;

use super::wire::Response;
use crate::dialect::Dialect;
use crate::errors;
use crate::sink::Sink;

/// What the answer held, as far as it decides why it ended: the vendor only says that it is complete.
#[derive(Debug, Default)]
pub(super) struct Held {
    pub(super) calls: u32,
    pub(super) refusal: bool,
}

/// Tells usage and the finish or the failure of a response whose status is final.
pub(super) fn tell(response: &Response, held: &Held, sink: &mut Sink<'_>) {
    if let Some(usage) = &response.usage {
        sink.usage(usage.read());
    }
    if let Some(error) = &response.error {
        return sink.fail(errors::from_value(Dialect::OpenAiResponses, error));
    }
    match response.status.as_deref() {
        Some("completed") => sink.finish(complete(held)),
        Some("incomplete") => sink.finish(incomplete(response)),
        Some("failed" | "cancelled") => sink.fail(VendorError {
            kind: VendorErrorKind::Unavailable,
            message: "The vendor stopped the answer without an explanation.".to_owned(),
            code: response.status.clone(),
        }),
        Some(_) | None => sink.finish(FinishReason::Other),
    }
}

fn complete(held: &Held) -> FinishReason {
    if held.calls > 0 {
        FinishReason::ToolCalls
    } else if held.refusal {
        FinishReason::Refusal
    } else {
        FinishReason::Stop
    }
}

fn incomplete(response: &Response) -> FinishReason {
    match response.incomplete_details.as_ref().and_then(|details| details.reason.as_deref()) {
        Some("max_output_tokens") => FinishReason::Length,
        Some("content_filter") => FinishReason::ContentFilter,
        Some(_) | None => FinishReason::Other,
    }
}
