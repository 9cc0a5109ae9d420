//! Pure: pieces of an answer become numbered events of the log, neighbours merged.

use models::attachment::Attachment;
use models::chat::ChatDelta;
use models::run::{FinishReason, Usage};
use models::run_event::{LoggedEvent, PartKind, RunEvent};
use models::run_source::{RunFile, RunSource};

/// Turns deltas into events. At most one part of words or thought is open at a time; tool calls
/// stay open until the answer ends, because vendors interleave their arguments.
pub(super) struct Recorder {
    sequence: i64,
    parts: u32,
    prose: Option<(u32, Prose)>,
    calls: Vec<(u32, u32)>,
    pending: Vec<RunEvent>,
    /// A part began or ended, which a listener should see at once.
    boundary: bool,
    pub(super) usage: Option<Usage>,
    /// Bytes of words, thoughts and arguments, for an estimate where the vendor does not count.
    pub(super) text_bytes: u64,
    pub(super) reason: Option<FinishReason>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Prose {
    Text,
    Reasoning,
    Refusal,
}

impl Recorder {
    /// A recorder whose first event follows `sequence`.
    pub(super) fn after(sequence: i64) -> Self {
        Self {
            sequence,
            parts: 0,
            prose: None,
            calls: Vec::new(),
            pending: Vec::new(),
            boundary: false,
            usage: None,
            text_bytes: 0,
            reason: None,
        }
    }

    /// Whether something waits to be written.
    pub(super) fn is_pending(&self) -> bool {
        !self.pending.is_empty()
    }

    /// Whether what waits should be written at once.
    pub(super) fn is_boundary(&self) -> bool {
        self.boundary
    }

    /// Takes a piece. Pictures and errors are the caller's to handle.
    pub(super) fn take(&mut self, delta: ChatDelta) {
        match delta {
            ChatDelta::Text { text } => self.prose(Prose::Text, text),
            ChatDelta::Reasoning { text } => self.prose(Prose::Reasoning, text),
            ChatDelta::Refusal { text } => self.prose(Prose::Refusal, text),
            ChatDelta::ReasoningSignature { signature } => {
                if !matches!(self.prose, Some((_, Prose::Reasoning))) {
                    self.open(Prose::Reasoning);
                }
                self.close_prose(Some(signature));
            }
            ChatDelta::EncryptedReasoning { data } => self.whole(PartKind::EncryptedReasoning { data }),
            ChatDelta::ToolCallStarted { index, id, name } => {
                self.close_prose(None);
                let part = self.start(PartKind::ToolCall { id, name });
                self.calls.push((index, part));
            }
            ChatDelta::ToolCallArguments { index, text } => {
                if let Some((_, part)) = self.calls.iter().rev().find(|(i, _)| *i == index) {
                    self.append(*part, text);
                }
            }
            ChatDelta::Usage { usage } => self.usage = Some(usage),
            ChatDelta::Finished { reason } => self.reason = Some(reason),
            ChatDelta::Started { .. }
            | ChatDelta::Image { .. }
            | ChatDelta::LogProbs { .. }
            | ChatDelta::StopSequence { .. }
            | ChatDelta::Failed { .. } => {}
        }
    }

    /// Notes what the model is given; before anything else.
    pub(super) fn given(&mut self, sources: Vec<RunSource>, files: Vec<RunFile>) {
        self.boundary = true;
        self.pending.push(RunEvent::Sources { sources, files });
    }

    /// Notes a picture that has been stored.
    pub(super) fn image(&mut self, attachment: &Attachment) {
        self.whole(PartKind::Image { attachment_id: attachment.id });
    }

    /// Closes what is open and adds the counts and the last event.
    pub(super) fn end(&mut self, last: RunEvent) {
        self.close_prose(None);
        for (_, part) in std::mem::take(&mut self.calls) {
            self.pending.push(RunEvent::PartEnded { part, signature: None });
        }
        if let Some(usage) = self.usage {
            self.pending.push(RunEvent::Usage { usage });
        }
        self.pending.push(last);
    }

    /// Hands out what waits, numbered.
    pub(super) fn drain(&mut self) -> Vec<LoggedEvent> {
        self.boundary = false;
        let mut sequence = self.sequence;
        let events = std::mem::take(&mut self.pending)
            .into_iter()
            .map(|event| {
                sequence += 1;
                LoggedEvent { sequence, event }
            })
            .collect();
        self.sequence = sequence;
        events
    }

    fn prose(&mut self, kind: Prose, text: String) {
        if text.is_empty() {
            return;
        }
        let part = match self.prose {
            Some((part, open)) if open == kind => part,
            _ => self.open(kind),
        };
        self.append(part, text);
    }

    fn open(&mut self, kind: Prose) -> u32 {
        self.close_prose(None);
        let part = self.start(match kind {
            Prose::Text => PartKind::Text,
            Prose::Reasoning => PartKind::Reasoning,
            Prose::Refusal => PartKind::Refusal,
        });
        self.prose = Some((part, kind));
        part
    }

    fn close_prose(&mut self, signature: Option<String>) {
        if let Some((part, _)) = self.prose.take() {
            self.pending.push(RunEvent::PartEnded { part, signature });
            self.boundary = true;
        }
    }

    fn whole(&mut self, kind: PartKind) {
        self.close_prose(None);
        let part = self.start(kind);
        self.pending.push(RunEvent::PartEnded { part, signature: None });
    }

    fn start(&mut self, kind: PartKind) -> u32 {
        let part = self.parts;
        self.parts += 1;
        self.boundary = true;
        self.pending.push(RunEvent::PartStarted { part, kind });
        part
    }

    fn append(&mut self, part: u32, text: String) {
        self.text_bytes += text.len() as u64;
        if let Some(RunEvent::Delta { part: last, text: so_far }) = self.pending.last_mut()
            && *last == part
        {
            so_far.push_str(&text);
            return;
        }
        self.pending.push(RunEvent::Delta { part, text });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> ChatDelta {
        ChatDelta::Text { text: text.into() }
    }

    fn check(deltas: Vec<ChatDelta>, expected: Vec<RunEvent>) {
        let mut recorder = Recorder::after(4);
        deltas.into_iter().for_each(|delta| recorder.take(delta));
        recorder.end(RunEvent::Completed { reason: FinishReason::Stop });
        let events = recorder.drain();
        let numbers: Vec<i64> = events.iter().map(|e| e.sequence).collect();
        assert_eq!(numbers, (5..5 + events.len() as i64).collect::<Vec<_>>());
        let mut events: Vec<RunEvent> = events.into_iter().map(|e| e.event).collect();
        assert_eq!(events.pop(), Some(RunEvent::Completed { reason: FinishReason::Stop }));
        assert_eq!(events, expected);
    }

    #[test]
    fn neighbouring_words_are_one_event() {
        check(
            vec![text("Hel"), text(""), text("lo")],
            vec![
                RunEvent::PartStarted { part: 0, kind: PartKind::Text },
                RunEvent::Delta { part: 0, text: "Hello".into() },
                RunEvent::PartEnded { part: 0, signature: None },
            ],
        );
    }

    #[test]
    fn thought_ends_with_its_signature_before_words_begin() {
        check(
            vec![
                ChatDelta::Reasoning { text: "hm".into() },
                ChatDelta::ReasoningSignature { signature: "sig".into() },
                text("yes"),
            ],
            vec![
                RunEvent::PartStarted { part: 0, kind: PartKind::Reasoning },
                RunEvent::Delta { part: 0, text: "hm".into() },
                RunEvent::PartEnded { part: 0, signature: Some("sig".into()) },
                RunEvent::PartStarted { part: 1, kind: PartKind::Text },
                RunEvent::Delta { part: 1, text: "yes".into() },
                RunEvent::PartEnded { part: 1, signature: None },
            ],
        );
    }

    #[test]
    fn interleaved_arguments_reach_their_own_calls() {
        let call = |index, id: &str| ChatDelta::ToolCallStarted { index, id: id.into(), name: "f".into() };
        let more = |index, text: &str| ChatDelta::ToolCallArguments { index, text: text.into() };
        let kind = |id: &str| PartKind::ToolCall { id: id.into(), name: "f".into() };
        check(
            vec![call(0, "a"), call(1, "b"), more(1, "{}"), more(0, "{"), more(0, "}"), more(7, "lost")],
            vec![
                RunEvent::PartStarted { part: 0, kind: kind("a") },
                RunEvent::PartStarted { part: 1, kind: kind("b") },
                RunEvent::Delta { part: 1, text: "{}".into() },
                RunEvent::Delta { part: 0, text: "{}".into() },
                RunEvent::PartEnded { part: 0, signature: None },
                RunEvent::PartEnded { part: 1, signature: None },
            ],
        );
    }
}
