//! OpenAI's responses. Its errors and its list of models are those of the chat completions.

pub(crate) mod decode;
pub(crate) mod encode;
mod ended;
pub(crate) mod whole;
mod wire;
