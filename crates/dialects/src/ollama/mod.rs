//! Ollama's own chat.

mod calls;
pub(crate) mod decode;
pub(crate) mod encode;
pub(crate) mod generate;
pub(crate) mod models;
pub(crate) mod request;
