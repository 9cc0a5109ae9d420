//! OpenAI's responses. Its errors and its list of models are those of the chat completions.

pub(crate) mod answer;
mod conversation;
pub(crate) mod decode;
pub(crate) mod echo;
pub(crate) mod encode;
mod ended;
mod events;
mod input;
mod items;
pub(crate) mod kept;
pub(crate) mod references;
pub(crate) mod request;
pub(crate) mod shapes;
pub(crate) mod stream_out;
pub(crate) mod whole;
mod wire;

/// Where an answer is asked for.
pub(crate) const PATH: &str = "/responses";
