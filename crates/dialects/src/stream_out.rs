//! An answer written as a stream, in the caller's dialect.

use models::chat::ChatDelta;
use models::gateway_error::{GatewayError, GatewayErrorKind};

use crate::dialect::Dialect;
use crate::meta::AnswerMeta;
use crate::ollama::shape::Shape;
use crate::{anthropic_messages, ollama, open_ai_chat, open_ai_responses, refuse};

/// Writes a streamed answer piece by piece. The bytes of a piece are whole events in the order of the dialect's vendor.
///
/// What the dialect cannot say is left out: signatures in Ollama's, pictures in Anthropic's and Ollama's.
#[derive(Debug)]
pub struct StreamEncoder {
    writer: Writer,
    state: State,
}

#[derive(Debug)]
enum Writer {
    OpenAiChat(open_ai_chat::stream_out::Writer),
    AnthropicMessages(anthropic_messages::stream_out::Writer),
    Ollama(ollama::stream_out::Writer),
    OpenAiResponses(Box<open_ai_responses::stream_out::Writer>),
}

#[derive(Debug, PartialEq, Eq)]
enum State {
    Open,
    /// The model has finished; usage may follow.
    Finished,
    /// The last event is written.
    Closed,
}

impl StreamEncoder {
    /// An encoder for one answer.
    pub fn new(dialect: Dialect, meta: AnswerMeta) -> Self {
        let writer = match dialect {
            Dialect::OpenAiChat => Writer::OpenAiChat(open_ai_chat::stream_out::Writer::new(meta)),
            Dialect::AnthropicMessages => Writer::AnthropicMessages(anthropic_messages::stream_out::Writer::new(meta)),
            Dialect::Ollama => Writer::Ollama(ollama::stream_out::Writer::new(meta, Shape::Chat)),
            Dialect::OpenAiResponses => {
                Writer::OpenAiResponses(Box::new(open_ai_responses::stream_out::Writer::new(meta)))
            }
        };
        Self { writer, state: State::Open }
    }

    /// An encoder for an answer of Ollama's `/api/generate`.
    pub fn generate(meta: AnswerMeta) -> Self {
        Self { writer: Writer::Ollama(ollama::stream_out::Writer::new(meta, Shape::Generate)), state: State::Open }
    }

    /// Appends what a piece becomes, which may be nothing yet. A vendor's failure ends the stream as [`Self::fail`] does.
    pub fn push(&mut self, delta: &ChatDelta, out: &mut Vec<u8>) {
        match (&self.state, delta) {
            (State::Open, ChatDelta::Failed { error }) => return self.fail(&GatewayError::from(error.clone()), out),
            (State::Open, ChatDelta::Finished { .. }) => self.state = State::Finished,
            (State::Open, _) | (State::Finished, ChatDelta::Usage { .. }) => {}
            (State::Finished | State::Closed, _) => return,
        }
        match &mut self.writer {
            Writer::OpenAiChat(writer) => writer.push(delta, out),
            Writer::AnthropicMessages(writer) => writer.push(delta, out),
            Writer::Ollama(writer) => writer.push(delta, out),
            Writer::OpenAiResponses(writer) => writer.push(delta, out),
        }
    }

    /// Appends the last events. An answer without its `Finished` ends as a failure: what was cut is never passed off as
    /// whole.
    pub fn finish(&mut self, out: &mut Vec<u8>) {
        match self.state {
            State::Closed => return,
            State::Open => {
                let cut = GatewayError::new(GatewayErrorKind::Api, "The answer was cut before its end.");
                return self.fail(&cut.with_code("stream_cut"), out);
            }
            State::Finished => self.state = State::Closed,
        }
        match &mut self.writer {
            Writer::OpenAiChat(writer) => writer.finish(out),
            Writer::AnthropicMessages(writer) => writer.finish(out),
            Writer::Ollama(writer) => writer.finish(out),
            Writer::OpenAiResponses(writer) => writer.finish(out),
        }
    }

    /// Appends the dialect's error event and ends the stream without its end mark. Nothing can follow.
    pub fn fail(&mut self, error: &GatewayError, out: &mut Vec<u8>) {
        if self.state == State::Closed {
            return;
        }
        self.state = State::Closed;
        match &mut self.writer {
            Writer::OpenAiChat(_) => refuse::stream_error(Dialect::OpenAiChat, error, (&[], 0), out),
            Writer::AnthropicMessages(_) => refuse::stream_error(Dialect::AnthropicMessages, error, (&[], 0), out),
            Writer::Ollama(_) => refuse::stream_error(Dialect::Ollama, error, (&[], 0), out),
            Writer::OpenAiResponses(writer) => writer.fail(error, out),
        }
    }
}
