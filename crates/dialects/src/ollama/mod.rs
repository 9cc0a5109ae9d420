//! Ollama's own chat.

pub(crate) mod answer;
mod calls;
mod conversation;
pub(crate) mod decode;
pub(crate) mod encode;
pub(crate) mod generate;
pub(crate) mod models;
pub(crate) mod request;
pub(crate) mod shape;
pub(crate) mod stream_out;

/// Where an answer is asked for.
pub(crate) const PATH: &str = "/api/chat";

/// Where an answer to a prompt is asked for.
pub(crate) const GENERATE_PATH: &str = "/api/generate";
