//! Vendor wire formats: pure encode and decode.
//!
//! Bytes go in and values come out, or the other way round. This room knows nothing of sockets, addresses, keys,
//! retries, time-outs or clocks, and it does not repair what a model says.

mod answer;
mod anthropic_messages;
mod dialect;
mod effort;
mod embeddings;
mod encode;
mod errors;
mod estimate;
mod families;
mod keys;
mod lines;
mod logprobs;
mod meta;
mod models_list;
mod models_out;
mod ollama;
mod open_ai_chat;
mod open_ai_responses;
mod peek;
mod previous;
mod refuse;
mod rename;
mod request;
mod sealed;
mod sink;
mod sse;
mod stream;
mod stream_out;
mod translate;
mod usage_filter;
mod watch;
mod wire_out;

use models::chat::{ChatDelta, ChatRequest, VendorError};
use models::connection::Model;

use translate::notes::Notes;

use answer::Answer;
use ollama::shape::Shape;

pub use dialect::Dialect;
pub use embeddings::{decode_embeddings, decode_embeddings_request, encode_embeddings, encode_embeddings_request};
pub use encode::Encoded;
pub use estimate::{estimate_text_tokens, estimate_tokens};
pub use meta::AnswerMeta;
pub use models_out::{ListedModel, encode_model, encode_models};
pub use open_ai_responses::echo::ResponseEcho;
pub use open_ai_responses::kept::{
    FinishedResponse, ResponseFinder, after_response, finished_response, items_for_any_vendor,
};
pub use open_ai_responses::references::{item_of_response, referenced_items, response_of_item, with_items};
pub use peek::{Peek, Rewrite, peek_request, rewrite_request};
pub use previous::PreviousId;
pub use refuse::encode_error;
pub use rename::ModelRename;
pub use request::{RequestError, decode_generate, decode_request};
pub use stream::{CutStream, EVENT_BYTES_MAX, StreamDecoder};
pub use stream_out::StreamEncoder;
pub use translate::{Translated, Unsupported, translate};
pub use usage_filter::UsageFilter;
pub use watch::{Outcome, Watcher, before_garbage};

/// Spells a request for a vendor.
///
/// A last message of the assistant is a beginning that the model goes on with: vendors that continue it get it as it
/// is, the others get a request to continue after it.
pub fn encode(dialect: Dialect, request: &ChatRequest) -> Encoded {
    encode::encode_with(dialect, request, &mut Notes::for_our_runs())
}

/// Reads an answer that was not streamed. The deltas end with `Finished`; an error inside the body is `Err`.
pub fn decode_whole(dialect: Dialect, body: &[u8]) -> Result<Vec<ChatDelta>, VendorError> {
    match dialect {
        Dialect::OpenAiChat => open_ai_chat::decode::whole(body),
        Dialect::AnthropicMessages => anthropic_messages::whole::whole(body),
        Dialect::Ollama => ollama::decode::whole(body),
        Dialect::OpenAiResponses => open_ai_responses::whole::whole(body),
    }
}

/// Writes an answer that is not streamed. The deltas are those of a whole answer: one that failed is written by
/// [`encode_error`]. What the dialect cannot say is left out, as [`StreamEncoder`] does.
pub fn encode_answer(dialect: Dialect, meta: &AnswerMeta, deltas: &[ChatDelta]) -> Vec<u8> {
    let answer = Answer::gather(deltas);
    match dialect {
        Dialect::OpenAiChat => open_ai_chat::answer::encode(meta, &answer),
        Dialect::AnthropicMessages => anthropic_messages::answer::encode(meta, &answer),
        Dialect::Ollama => ollama::answer::encode(Shape::Chat, meta, &answer),
        Dialect::OpenAiResponses => open_ai_responses::answer::encode(meta, answer),
    }
}

/// Writes an answer of Ollama's `/api/generate`, which has words and thoughts only.
pub fn encode_generate_answer(meta: &AnswerMeta, deltas: &[ChatDelta]) -> Vec<u8> {
    ollama::answer::encode(Shape::Generate, meta, &Answer::gather(deltas))
}

/// Reads the body of an answer whose status is not a success. The message is the vendor's, or a short sentence with
/// the status where the body has none.
pub fn decode_error(dialect: Dialect, status: u16, body: &[u8]) -> VendorError {
    errors::from_body(dialect, status, body)
}

/// Where a vendor is asked for an answer, to be put after the base address; with `generate`, Ollama's answer to a prompt.
pub fn call_path(dialect: Dialect, generate: bool) -> &'static str {
    match dialect {
        Dialect::OpenAiChat => open_ai_chat::PATH,
        Dialect::OpenAiResponses => open_ai_responses::PATH,
        Dialect::AnthropicMessages => anthropic_messages::PATH,
        Dialect::Ollama if generate => ollama::GENERATE_PATH,
        Dialect::Ollama => ollama::PATH,
    }
}

/// Where a vendor lists its models, to be put after the base address.
pub fn models_path(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::OpenAiChat | Dialect::OpenAiResponses => "/models",
        Dialect::AnthropicMessages => "/v1/models?limit=1000",
        Dialect::Ollama => "/api/tags",
    }
}

/// Reads a vendor's list of models, in the vendor's order, without those that cannot chat.
/// What the list does not say about a model is guessed from its id.
pub fn decode_models(dialect: Dialect, body: &[u8]) -> Result<Vec<Model>, VendorError> {
    match dialect {
        Dialect::OpenAiChat | Dialect::OpenAiResponses => open_ai_chat::models::decode(body),
        Dialect::AnthropicMessages => anthropic_messages::models::decode(body),
        Dialect::Ollama => ollama::models::decode(body),
    }
}
