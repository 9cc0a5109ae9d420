//! What the vendor understands of a request, and its answers in the request's dialect.

use dialects::{AnswerMeta, Dialect, ListedModel, ResponseEcho, StreamEncoder};
use models::chat::ChatDelta;
use models::connection::Capabilities;
use models::gateway_error::{GatewayError, GatewayErrorKind};
use models::run::{FinishReason, Usage};

use super::http::Request;

/// The model that the vendor lists.
const MODEL: &str = "rehearsal";
/// The answer to everything, a piece per word: long enough to be cut in its middle.
const WORDS: &str = "This is a rehearsal. The same words answer every question, one after the other, \
    so that you can see where they stop: first light, second light, curtain, bow, applause, end.";
/// When the answer was made, fixed so that bytes repeat.
const CREATED: i64 = 1_767_225_600;
/// What is no JSON.
const GARBAGE: &str = "<html><body><h1>502 Bad Gateway</h1></body></html>";

/// What was asked.
pub(super) enum Asked {
    /// A model's answer.
    Call(Box<Call>),
    /// Something else, with its answer.
    Other { status: u16, body: Vec<u8> },
}

/// A call to a model.
pub(super) struct Call {
    dialect: Dialect,
    /// Whether it is Ollama's `/api/generate`.
    generate: bool,
    stream: bool,
    meta: AnswerMeta,
}

/// An answer on its way.
pub(super) struct Answer {
    pub(super) content_type: &'static str,
    /// At least two, but for garbage.
    pub(super) pieces: Vec<Vec<u8>>,
    stream: bool,
}

impl Answer {
    /// Bytes, where they are told before.
    pub(super) fn length(&self) -> Option<usize> {
        (!self.stream).then(|| self.pieces.iter().map(Vec::len).sum())
    }
}

/// Reads a request.
pub(super) fn read(request: &Request) -> Asked {
    let (dialect, generate) = match (request.method.as_str(), request.path.as_str()) {
        ("POST", "/v1/chat/completions") => (Dialect::OpenAiChat, false),
        ("POST", "/v1/responses") => (Dialect::OpenAiResponses, false),
        ("POST", "/v1/messages") => (Dialect::AnthropicMessages, false),
        ("POST", "/api/chat") => (Dialect::Ollama, false),
        ("POST", "/api/generate") => (Dialect::Ollama, true),
        ("GET", "/v1/models") if request.anthropic => return list(Dialect::AnthropicMessages),
        ("GET", "/v1/models") => return list(Dialect::OpenAiChat),
        ("GET", "/api/tags") => return list(Dialect::Ollama),
        ("GET", "/api/version") => return Asked::Other { status: 200, body: br#"{"version":"0.12.0"}"#.to_vec() },
        (method, path) => {
            let message = format!("The rehearsal has nothing at {method} {path}.");
            return refused(Dialect::OpenAiChat, &GatewayError::new(GatewayErrorKind::NotFound, message));
        }
    };
    let peek = match dialects::peek_request(dialect, &request.body) {
        Ok(peek) => peek,
        Err(error) => return refused(dialect, &error.into()),
    };
    let (id, echo) = match dialect {
        Dialect::OpenAiChat => ("chatcmpl-rehearsal", ResponseEcho::default()),
        Dialect::OpenAiResponses => ("resp_rehearsal", ResponseEcho::read(&request.body)),
        Dialect::AnthropicMessages => ("msg_rehearsal", ResponseEcho::default()),
        Dialect::Ollama => ("", ResponseEcho::default()),
    };
    let meta = AnswerMeta {
        id: id.to_owned(),
        model: peek.model.to_string(),
        created: CREATED,
        include_usage: peek.include_usage == Some(true),
        input_tokens: peek.estimate_input_tokens(),
        echo,
    };
    Asked::Call(Box::new(Call { dialect, generate, stream: peek.stream, meta }))
}

impl Call {
    /// The answer.
    pub(super) fn answer(&self) -> Answer {
        if self.stream {
            return Answer { content_type: self.stream_type(), pieces: self.streamed(), stream: true };
        }
        let deltas = self.deltas();
        let mut first = match self.generate {
            true => dialects::encode_generate_answer(&self.meta, &deltas),
            false => dialects::encode_answer(self.dialect, &self.meta, &deltas),
        };
        let second = first.split_off(first.len() / 2);
        Answer { content_type: "application/json", pieces: vec![first, second], stream: false }
    }

    /// The answer, spoilt from its middle on.
    pub(super) fn garbage(&self) -> Answer {
        let mut answer = self.answer();
        answer.pieces.truncate(answer.pieces.len() / 2);
        answer.pieces.push(match (self.stream, self.dialect) {
            (true, Dialect::OpenAiChat | Dialect::OpenAiResponses | Dialect::AnthropicMessages) => {
                format!("data: {GARBAGE}\n\n").into()
            }
            (true, Dialect::Ollama) => format!("{GARBAGE}\n").into(),
            (false, _) => GARBAGE.into(),
        });
        answer
    }

    /// An error with this status in the words of the dialect's vendor.
    pub(super) fn error(&self, status: u16) -> Vec<u8> {
        let kind = match status {
            401 => GatewayErrorKind::Authentication,
            403 => GatewayErrorKind::Permission,
            404 => GatewayErrorKind::NotFound,
            408 | 504 => GatewayErrorKind::Timeout,
            413 => GatewayErrorKind::TooLarge,
            429 => GatewayErrorKind::RateLimited,
            503 | 529 => GatewayErrorKind::Overloaded,
            500.. => GatewayErrorKind::Api,
            _ => GatewayErrorKind::InvalidRequest,
        };
        let error = GatewayError { status, ..GatewayError::new(kind, "The rehearsal refuses this call.") };
        dialects::encode_error(self.dialect, &error)
    }

    fn stream_type(&self) -> &'static str {
        match self.dialect {
            Dialect::OpenAiChat | Dialect::OpenAiResponses | Dialect::AnthropicMessages => "text/event-stream",
            Dialect::Ollama => "application/x-ndjson",
        }
    }

    fn streamed(&self) -> Vec<Vec<u8>> {
        let meta = self.meta.clone();
        let mut encoder = match self.generate {
            true => StreamEncoder::generate(meta),
            false => StreamEncoder::new(self.dialect, meta),
        };
        let mut pieces: Vec<Vec<u8>> = Vec::new();
        for delta in self.deltas() {
            let mut piece = Vec::new();
            encoder.push(&delta, &mut piece);
            pieces.push(piece);
        }
        let mut last = Vec::new();
        encoder.finish(&mut last);
        pieces.push(last);
        pieces.retain(|piece| !piece.is_empty());
        pieces
    }

    fn deltas(&self) -> Vec<ChatDelta> {
        let words = WORDS.split_inclusive(' ').map(|word| ChatDelta::Text { text: word.to_owned() });
        let output_tokens = u64::try_from(words.clone().count()).unwrap_or(u64::MAX);
        let usage = Usage { input_tokens: self.meta.input_tokens, output_tokens, ..Usage::default() };
        std::iter::once(ChatDelta::Started { model: Some(self.meta.model.clone()) })
            .chain(words)
            .chain([ChatDelta::Usage { usage }, ChatDelta::Finished { reason: FinishReason::Stop }])
            .collect()
    }
}

fn list(dialect: Dialect) -> Asked {
    let model = ListedModel {
        id: MODEL.to_owned(),
        name: "Rehearsal".to_owned(),
        owned_by: "pallium".to_owned(),
        created: CREATED,
        context_tokens: None,
        capabilities: Capabilities::default(),
    };
    Asked::Other { status: 200, body: dialects::encode_models(dialect, &[model]) }
}

fn refused(dialect: Dialect, error: &GatewayError) -> Asked {
    Asked::Other { status: error.status, body: dialects::encode_error(dialect, error) }
}
