//! A look at an answer that is passed through in its vendor's own dialect.

use models::chat::{ChatDelta, VendorError, VendorErrorKind};
use models::gateway_error::GatewayError;
use models::run::{FinishReason, Usage};

use crate::dialect::Dialect;
use crate::keys;
use crate::sink::{Progress, Sink};
use crate::stream::{EVENT_BYTES_MAX, Frames, Reader, is_garbage};
use crate::{decode_whole, errors, refuse};

/// Sees the bytes of an answer and finds the model, the counts, the finish and errors. Of a stream only the few events that can
/// hold them are parsed. How the bytes are cut into pieces makes no difference.
///
/// Keeps an answer that is not streamed, up to [`EVENT_BYTES_MAX`]; a longer one is taken for whole, without counts.
#[derive(Debug)]
pub struct Watcher {
    source: Source,
    progress: Progress,
    scratch: Vec<ChatDelta>,
    seen: Seen,
}

/// How far an answer is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is not whole; if the vendor has closed it, it was cut.
    Open,
    /// It is whole.
    Whole,
    /// The vendor reported an error, or sent what is not its own format.
    Failed(VendorError),
}

#[derive(Debug)]
enum Source {
    Stream(Box<Stream>),
    Whole { dialect: Dialect, body: Vec<u8>, is_too_long: bool },
}

#[derive(Debug)]
struct Stream {
    dialect: Dialect,
    frames: Frames,
    reader: Reader,
    /// Calls and refusals decide what the finish means; the first piece of each tells.
    knows_calls: bool,
    knows_refusal: bool,
    events: u64,
    /// The vendor closed it inside an event.
    is_cut_in_event: bool,
    /// The first event of a response, which an error at the end repeats.
    first: Vec<u8>,
}

#[derive(Debug, Default)]
struct Seen {
    model: Option<String>,
    usage: Option<Usage>,
    finish: Option<FinishReason>,
    error: Option<VendorError>,
    text_bytes: u64,
    is_whole: bool,
    /// Our own error event was written.
    is_told: bool,
}

impl Watcher {
    /// A watcher of one answer.
    pub fn new(dialect: Dialect, streamed: bool) -> Self {
        let source = if streamed {
            Source::Stream(Box::new(Stream {
                dialect,
                frames: Frames::new(dialect),
                reader: Reader::new(dialect),
                knows_calls: false,
                knows_refusal: false,
                events: 0,
                is_cut_in_event: false,
                first: Vec::new(),
            }))
        } else {
            Source::Whole { dialect, body: Vec::new(), is_too_long: false }
        };
        Self { source, progress: Progress::default(), scratch: Vec::new(), seen: Seen::default() }
    }

    /// Sees the next bytes.
    pub fn push(&mut self, bytes: &[u8]) {
        match &mut self.source {
            Source::Whole { body, is_too_long, .. } => {
                *is_too_long |= body.len() + bytes.len() > EVENT_BYTES_MAX;
                if *is_too_long {
                    *body = Vec::new();
                } else {
                    body.extend_from_slice(bytes);
                }
            }
            Source::Stream(stream) if !self.progress.is_closed() => {
                let begun_before = stream.frames.is_in_event();
                let mut sink = Sink::new(&mut self.scratch, &mut self.progress);
                let Stream { dialect, frames, reader, knows_calls, knows_refusal, events, first, .. } = stream.as_mut();
                let pushed = frames.push(bytes, |event| {
                    let told = keys::look(*dialect, event);
                    if *events == 0 && *dialect == Dialect::OpenAiResponses {
                        *first = event.to_vec();
                    }
                    *events += 1;
                    if told == keys::Told::default() && !is_json(event) {
                        sink.fail(errors::garbage("not JSON"));
                    }
                    if sink.is_open() {
                        self.seen.text_bytes += told.text_bytes;
                    }
                    let begins = (told.call && !*knows_calls) || (told.refusal && !*knows_refusal);
                    if told.ends || begins || (told.model && !sink.has_started()) {
                        reader.event(event, &mut sink);
                    }
                    (*knows_calls, *knows_refusal) = (*knows_calls || told.call, *knows_refusal || told.refusal);
                });
                if pushed.is_err() {
                    sink.fail(errors::garbage("an event that is too long"));
                }
                self.seen.take(&mut self.scratch);
                // What was passed on of it is not ended by the vendor any more.
                stream.is_cut_in_event |= begun_before && self.seen.is_garbage();
            }
            Source::Stream(_) => {}
        }
    }

    /// Whether the vendor has sent what is not its format. Nothing that follows it is an answer.
    pub fn met_garbage(&self) -> bool {
        self.seen.is_garbage()
    }

    /// The vendor has closed the answer.
    pub fn end(&mut self) {
        match &mut self.source {
            Source::Whole { is_too_long: true, .. } => self.seen.is_whole = true,
            Source::Whole { dialect, body, .. } => match decode_whole(*dialect, body) {
                Ok(deltas) => self.seen.take_whole(deltas),
                Err(error) => self.seen.error = Some(error),
            },
            Source::Stream(stream) if !self.progress.is_closed() => {
                // A tail that cannot be read was cut off; that is not the vendor's garbage.
                let mut progress = self.progress.clone();
                let mut sink = Sink::new(&mut self.scratch, &mut progress);
                stream.is_cut_in_event |= stream.frames.is_in_event();
                let read = stream.frames.finish(|event| {
                    stream.events += 1;
                    stream.reader.event(event, &mut sink);
                });
                if read.is_ok() && !self.scratch.iter().any(is_garbage) {
                    self.progress = progress;
                } else {
                    self.scratch.clear();
                }
                self.seen.take(&mut self.scratch);
            }
            Source::Stream(_) => {}
        }
    }

    /// Appends the dialect's error event to a stream that was passed through and cannot go on, so that it is not taken
    /// for whole. To one that has ended it appends no more than the end of its last event.
    pub fn fail(&mut self, error: &GatewayError, out: &mut Vec<u8>) {
        let garbage = self.met_garbage();
        if !garbage {
            self.end();
        }
        let Source::Stream(stream) = &mut self.source else { return };
        if std::mem::take(&mut stream.is_cut_in_event) {
            // What was passed on of a cut event must not swallow the next one.
            out.extend_from_slice(if stream.dialect == Dialect::Ollama { b"\n" } else { b"\n\n" });
        }
        if !garbage && (self.progress.has_ended() || self.progress.is_closed()) {
            return;
        }
        refuse::stream_error(stream.dialect, error, (&stream.first, stream.events), out);
        self.progress.fail();
        self.seen.is_told = true;
    }

    /// The model that answers, as the vendor names it.
    pub fn model(&self) -> Option<&str> {
        self.seen.model.as_deref()
    }

    /// The counts, where the vendor has told them.
    pub fn usage(&self) -> Option<Usage> {
        self.seen.usage
    }

    /// Why the model stopped, once it has.
    pub fn finish_reason(&self) -> Option<FinishReason> {
        self.seen.finish
    }

    /// How far the answer is. One that is not streamed is open until its end.
    pub fn outcome(&self) -> Outcome {
        match &self.seen.error {
            Some(error) => Outcome::Failed(error.clone()),
            None if self.seen.is_whole => Outcome::Whole,
            None => Outcome::Open,
        }
    }

    /// Bytes of words, thoughts and arguments so far, for an estimate where the vendor tells no counts. More than zero
    /// once the model has said something.
    pub fn text_bytes(&self) -> u64 {
        self.seen.text_bytes
    }
}

impl Seen {
    fn is_garbage(&self) -> bool {
        !self.is_told && self.error.as_ref().is_some_and(|error| error.kind == VendorErrorKind::Garbage)
    }

    fn take(&mut self, deltas: &mut Vec<ChatDelta>) {
        for delta in deltas.drain(..) {
            match delta {
                ChatDelta::Usage { usage } => self.usage = Some(usage),
                ChatDelta::Finished { reason } => (self.finish, self.is_whole) = (Some(reason), true),
                ChatDelta::Failed { error } => self.error = Some(error),
                ChatDelta::Started { model } => self.model = model,
                ChatDelta::Text { .. }
                | ChatDelta::Reasoning { .. }
                | ChatDelta::ReasoningSignature { .. }
                | ChatDelta::EncryptedReasoning { .. }
                | ChatDelta::Refusal { .. }
                | ChatDelta::ToolCallStarted { .. }
                | ChatDelta::ToolCallArguments { .. }
                | ChatDelta::Image { .. }
                | ChatDelta::LogProbs { .. }
                | ChatDelta::StopSequence { .. } => {}
            }
        }
    }

    fn take_whole(&mut self, mut deltas: Vec<ChatDelta>) {
        let bytes = |delta: &ChatDelta| match delta {
            ChatDelta::Text { text }
            | ChatDelta::Reasoning { text }
            | ChatDelta::Refusal { text }
            | ChatDelta::ToolCallArguments { text, .. } => text.len() as u64,
            _ => 0,
        };
        self.text_bytes = deltas.iter().map(bytes).sum();
        self.take(&mut deltas);
    }
}

/// How many of a stream's bytes come before the garbage that [`Watcher::met_garbage`] tells of: whole events of JSON.
pub fn before_garbage(dialect: Dialect, bytes: &[u8]) -> usize {
    let mut good = 0;
    let mut data = Vec::new();
    let mut at = 0;
    while let Some(end) = memchr::memchr(b'\n', &bytes[at..]).map(|found| at + found + 1) {
        let line = bytes[at..end].trim_ascii();
        at = end;
        if dialect == Dialect::Ollama {
            if !is_json(line) {
                break;
            }
            good = at;
        } else if let Some(more) = line.strip_prefix(b"data:") {
            data.extend_from_slice(more.trim_ascii());
        } else if line.is_empty() {
            if !(data.is_empty() || data == b"[DONE]" || is_json(&data)) {
                break;
            }
            data.clear();
            good = at;
        }
    }
    good
}

fn is_json(text: &[u8]) -> bool {
    text.trim_ascii().is_empty() || serde_json::from_slice::<serde::de::IgnoredAny>(text).is_ok()
}
