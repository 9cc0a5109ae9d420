//! A streamed answer, read as it arrives.

use models::chat::{ChatDelta, VendorErrorKind};

use crate::dialect::Dialect;
use crate::lines::LineFrames;
use crate::sink::{Progress, Sink};
use crate::sse::{SseFrames, TooLong};
use crate::{anthropic_messages, errors, ollama, open_ai_chat, open_ai_responses};

/// Most bytes of one event of a stream; a longer one fails the answer. Pictures come in one event.
pub const EVENT_BYTES_MAX: usize = 16 * 1024 * 1024;

/// The stream ended before the answer was whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the vendor's stream ended before the answer was whole")]
pub struct CutStream;

/// Reads a streamed answer piece by piece. How the bytes are cut into pieces makes no difference.
///
/// `Finished` and `Failed` come at most once; after `Failed` comes nothing, after `Finished` only `Usage`.
#[derive(Debug)]
pub struct StreamDecoder {
    frames: Frames,
    reader: Reader,
    progress: Progress,
}

#[derive(Debug)]
pub(crate) enum Frames {
    Sse(SseFrames),
    Lines(LineFrames),
}

#[derive(Debug)]
pub(crate) enum Reader {
    OpenAiChat(open_ai_chat::decode::Reader),
    AnthropicMessages(anthropic_messages::decode::Reader),
    Ollama(ollama::decode::Reader),
    OpenAiResponses(open_ai_responses::decode::Reader),
}

impl StreamDecoder {
    /// A decoder for one answer.
    pub fn new(dialect: Dialect) -> Self {
        let (frames, reader) = (Frames::new(dialect), Reader::new(dialect));
        Self { frames, reader, progress: Progress::default() }
    }

    /// Takes the next bytes and appends what they say.
    pub fn push(&mut self, bytes: &[u8], out: &mut Vec<ChatDelta>) {
        if self.progress.is_closed() {
            return;
        }
        let Self { frames, reader, progress } = self;
        let mut sink = Sink::new(out, progress);
        if let Err(TooLong) = frames.push(bytes, |event| reader.event(event, &mut sink)) {
            sink.fail(errors::garbage("an event that is too long"));
        }
    }

    /// The vendor has closed the stream. Appends what a last event without its end says.
    ///
    /// `Err` when the answer is neither whole nor failed.
    pub fn end(&mut self, out: &mut Vec<ChatDelta>) -> Result<(), CutStream> {
        if !self.progress.is_closed() {
            self.read_tail(out);
        }
        if self.progress.has_ended() { Ok(()) } else { Err(CutStream) }
    }

    /// Whether the vendor's end mark was read, so that nothing more needs to be awaited.
    pub fn is_complete(&self) -> bool {
        self.progress.is_closed()
    }

    /// A tail that cannot be read was cut off; that is not the vendor's garbage.
    fn read_tail(&mut self, out: &mut Vec<ChatDelta>) {
        let (mut tail, mut progress) = (Vec::new(), self.progress.clone());
        let mut sink = Sink::new(&mut tail, &mut progress);
        let Self { frames, reader, .. } = self;
        let read = frames.finish(|event| reader.event(event, &mut sink));
        if read.is_ok() && !tail.iter().any(is_garbage) {
            out.append(&mut tail);
            self.progress = progress;
        }
    }
}

impl Frames {
    pub(crate) fn new(dialect: Dialect) -> Self {
        match dialect {
            Dialect::OpenAiChat | Dialect::AnthropicMessages | Dialect::OpenAiResponses => {
                Self::Sse(SseFrames::default())
            }
            Dialect::Ollama => Self::Lines(LineFrames::default()),
        }
    }

    /// Whether an event has begun that has not ended.
    pub(crate) fn is_in_event(&self) -> bool {
        match self {
            Self::Sse(frames) => frames.is_in_event(),
            Self::Lines(frames) => frames.is_in_line(),
        }
    }

    pub(crate) fn push(&mut self, bytes: &[u8], on_event: impl FnMut(&[u8])) -> Result<(), TooLong> {
        match self {
            Self::Sse(frames) => frames.push(bytes, on_event),
            Self::Lines(frames) => frames.push(bytes, on_event),
        }
    }

    pub(crate) fn finish(&mut self, on_event: impl FnMut(&[u8])) -> Result<(), TooLong> {
        match self {
            Self::Sse(frames) => frames.finish(on_event),
            Self::Lines(frames) => frames.finish(on_event),
        }
    }
}

impl Reader {
    pub(crate) fn new(dialect: Dialect) -> Self {
        match dialect {
            Dialect::OpenAiChat => Self::OpenAiChat(Default::default()),
            Dialect::AnthropicMessages => Self::AnthropicMessages(Default::default()),
            Dialect::Ollama => Self::Ollama(Default::default()),
            Dialect::OpenAiResponses => Self::OpenAiResponses(Default::default()),
        }
    }

    pub(crate) fn event(&mut self, event: &[u8], sink: &mut Sink<'_>) {
        match self {
            Self::OpenAiChat(reader) => reader.event(event, sink),
            Self::AnthropicMessages(reader) => reader.event(event, sink),
            Self::Ollama(reader) => reader.event(event, sink),
            Self::OpenAiResponses(reader) => reader.event(event, sink),
        }
    }
}

/// Whether the vendor sent what is not its own format.
pub(crate) fn is_garbage(delta: &ChatDelta) -> bool {
    matches!(delta, ChatDelta::Failed { error } if error.kind == VendorErrorKind::Garbage)
}
