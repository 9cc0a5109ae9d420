//! Where decoders put what they read, and the rules that hold for every dialect.

use models::chat::{ChatDelta, TokenLogProb, VendorError};
use models::run::{FinishReason, Usage};

/// How far an answer is.
#[derive(Debug, Clone, Default)]
pub(crate) struct Progress {
    started: bool,
    finished: bool,
    failed: bool,
    closed: bool,
}

impl Progress {
    /// The answer is whole, or the vendor said why it is not.
    pub(crate) fn has_ended(&self) -> bool {
        self.finished || self.failed
    }

    /// We have ended the answer ourselves.
    pub(crate) fn fail(&mut self) {
        self.failed = true;
    }

    /// Nothing the vendor still sends counts.
    pub(crate) fn is_closed(&self) -> bool {
        self.closed || self.failed
    }
}

/// Takes deltas. It drops empty ones, what follows a failure, and what follows the finish except usage.
pub(crate) struct Sink<'a> {
    out: &'a mut Vec<ChatDelta>,
    progress: &'a mut Progress,
}

impl<'a> Sink<'a> {
    pub(crate) fn new(out: &'a mut Vec<ChatDelta>, progress: &'a mut Progress) -> Self {
        Self { out, progress }
    }

    /// Whether the vendor has begun to answer.
    pub(crate) fn has_started(&self) -> bool {
        self.progress.started
    }

    /// Whether words still count.
    pub(crate) fn is_open(&self) -> bool {
        !self.progress.has_ended() && !self.progress.closed
    }

    /// Says once that the vendor began to answer.
    pub(crate) fn start(&mut self, model: Option<String>) {
        if self.is_open() && !self.progress.started {
            self.progress.started = true;
            self.out.push(ChatDelta::Started { model });
        }
    }

    pub(crate) fn text(&mut self, text: String) {
        if !text.is_empty() {
            self.push(ChatDelta::Text { text });
        }
    }

    pub(crate) fn reasoning(&mut self, text: String) {
        if !text.is_empty() {
            self.push(ChatDelta::Reasoning { text });
        }
    }

    pub(crate) fn refusal(&mut self, text: String) {
        if !text.is_empty() {
            self.push(ChatDelta::Refusal { text });
        }
    }

    pub(crate) fn arguments(&mut self, index: u32, text: String) {
        if !text.is_empty() {
            self.push(ChatDelta::ToolCallArguments { index, text });
        }
    }

    pub(crate) fn log_probs(&mut self, tokens: Vec<TokenLogProb>) {
        if !tokens.is_empty() {
            self.push(ChatDelta::LogProbs { tokens });
        }
    }

    pub(crate) fn stop_sequence(&mut self, text: Option<String>) {
        if let Some(text) = text {
            self.push(ChatDelta::StopSequence { text });
        }
    }

    /// Any other piece of the answer.
    pub(crate) fn push(&mut self, delta: ChatDelta) {
        if self.is_open() {
            self.out.push(delta);
        }
    }

    /// Token counts, which may come after the finish.
    pub(crate) fn usage(&mut self, usage: Usage) {
        if !self.progress.is_closed() {
            self.out.push(ChatDelta::Usage { usage });
        }
    }

    pub(crate) fn finish(&mut self, reason: FinishReason) {
        if self.is_open() {
            self.progress.finished = true;
            self.out.push(ChatDelta::Finished { reason });
        }
    }

    pub(crate) fn fail(&mut self, error: VendorError) {
        if self.is_open() {
            self.progress.failed = true;
            self.out.push(ChatDelta::Failed { error });
        }
    }

    /// The vendor's end mark was read.
    pub(crate) fn close(&mut self) {
        self.progress.closed = true;
    }
}

/// Runs a decoder over a whole answer and demands that it finishes.
pub(crate) fn collect(read: impl FnOnce(&mut Sink<'_>)) -> Result<Vec<ChatDelta>, VendorError> {
    let (mut out, mut progress) = (Vec::new(), Progress::default());
    read(&mut Sink::new(&mut out, &mut progress));
    match out.pop_if(|last| matches!(last, ChatDelta::Failed { .. })) {
        Some(ChatDelta::Failed { error }) => Err(error),
        _ if progress.finished => Ok(out),
        _ => Err(crate::errors::garbage("an answer without an end")),
    }
}
