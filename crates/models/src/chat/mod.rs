//! A call to a model, without any vendor's spelling: what goes in and what comes out.

mod delta;
mod error;
mod message;
mod raw_json;
mod request;

pub use delta::{ChatDelta, TokenLogProb};
pub use error::{VendorError, VendorErrorKind};
pub use message::{ChatMessage, ChatPart, ChatRole, Source};
pub use raw_json::RawJson;
pub use request::{
    ChatRequest, Effort, JsonSchemaFormat, ReasoningSummary, ResponseFormat, ToolChoice, ToolSpec, Verbosity,
};
