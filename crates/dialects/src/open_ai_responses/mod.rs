//! OpenAI's responses. Its errors and its list of models are those of the chat completions.

pub(crate) mod decode;
pub(crate) mod encode;
mod ended;
mod input;
pub(crate) mod request;
pub(crate) mod whole;
mod wire;
