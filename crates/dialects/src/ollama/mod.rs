//! Ollama's own chat.

pub(crate) mod decode;
pub(crate) mod encode;
pub(crate) mod models;
