//! Pure: the events of a run become its answer.

use models::message::Part;
use models::run::{Run, Usage};
use models::run_event::{LoggedEvent, PartKind, RunEvent};
use models::run_source::{RunFile, RunSource};

/// What a run's events add up to.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Folded {
    /// The answer so far.
    pub(super) parts: Vec<Part>,
    /// Token counts, where the vendor told.
    pub(super) usage: Option<Usage>,
    /// The passages that the model was given.
    pub(super) sources: Vec<RunSource>,
    /// The files that came with the message.
    pub(super) files: Vec<RunFile>,
    /// Sequence number of the last event.
    pub(super) last_sequence: i64,
}

/// Adds up events in their order. Events of unknown parts are passed over, so that a log that was
/// cut anywhere still gives what it holds.
pub(super) fn fold<'a>(events: impl IntoIterator<Item = &'a LoggedEvent>) -> Folded {
    let mut folded = Folded::default();
    for logged in events {
        folded.last_sequence = logged.sequence;
        match &logged.event {
            RunEvent::PartStarted { kind, .. } => folded.parts.push(begin(kind)),
            RunEvent::Delta { part, text } => {
                if let Some(part) = part_mut(&mut folded.parts, *part) {
                    append(part, text);
                }
            }
            RunEvent::PartEnded { part, signature: Some(signed) } => {
                if let Some(Part::Reasoning { signature, .. }) = part_mut(&mut folded.parts, *part) {
                    *signature = Some(signed.clone());
                }
            }
            RunEvent::Usage { usage } => folded.usage = Some(*usage),
            RunEvent::Sources { sources, files } => {
                folded.sources.clone_from(sources);
                folded.files.clone_from(files);
            }
            RunEvent::Started
            | RunEvent::PartEnded { signature: None, .. }
            | RunEvent::Titled { .. }
            | RunEvent::Completed { .. }
            | RunEvent::Failed { .. }
            | RunEvent::Interrupted { .. } => {}
        }
    }
    folded
}

/// The events of a run whose log has been pruned, up to the last part of its answer.
pub(super) fn unfold(run: &Run, parts: &[Part]) -> Vec<RunEvent> {
    let mut events = vec![RunEvent::Started];
    if !run.sources.is_empty() || !run.files.is_empty() {
        events.push(RunEvent::Sources { sources: run.sources.clone(), files: run.files.clone() });
    }
    events.extend(unfold_parts(parts));
    events
}

fn unfold_parts(parts: &[Part]) -> Vec<RunEvent> {
    let mut events = Vec::new();
    for (part, held) in (0..).zip(parts) {
        let (kind, text, signature) = match held {
            Part::Text { text } => (PartKind::Text, text.as_str(), None),
            Part::Refusal { text } => (PartKind::Refusal, text.as_str(), None),
            Part::Reasoning { encrypted: Some(data), .. } => {
                (PartKind::EncryptedReasoning { data: data.clone() }, "", None)
            }
            Part::Reasoning { text, signature, .. } => (PartKind::Reasoning, text.as_str(), signature.clone()),
            Part::Image { attachment_id } => (PartKind::Image { attachment_id: *attachment_id }, "", None),
            // Models make no documents.
            Part::File { .. } => continue,
            Part::ToolCall { id, name, arguments } => {
                (PartKind::ToolCall { id: id.clone(), name: name.clone() }, arguments.as_str(), None)
            }
        };
        events.push(RunEvent::PartStarted { part, kind });
        if !text.is_empty() {
            events.push(RunEvent::Delta { part, text: text.to_owned() });
        }
        events.push(RunEvent::PartEnded { part, signature });
    }
    events
}

fn begin(kind: &PartKind) -> Part {
    match kind {
        PartKind::Text => Part::Text { text: String::new() },
        PartKind::Refusal => Part::Refusal { text: String::new() },
        PartKind::Reasoning => Part::Reasoning { text: String::new(), signature: None, encrypted: None },
        PartKind::EncryptedReasoning { data } => {
            Part::Reasoning { text: String::new(), signature: None, encrypted: Some(data.clone()) }
        }
        PartKind::ToolCall { id, name } => {
            Part::ToolCall { id: id.clone(), name: name.clone(), arguments: String::new() }
        }
        PartKind::Image { attachment_id } => Part::Image { attachment_id: *attachment_id },
    }
}

fn part_mut(parts: &mut [Part], number: u32) -> Option<&mut Part> {
    parts.get_mut(usize::try_from(number).ok()?)
}

fn append(part: &mut Part, more: &str) {
    match part {
        Part::Text { text } | Part::Refusal { text } | Part::Reasoning { text, .. } => text.push_str(more),
        Part::ToolCall { arguments, .. } => arguments.push_str(more),
        Part::Image { .. } | Part::File { .. } => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn logged(events: Vec<RunEvent>) -> Vec<LoggedEvent> {
        (1..).zip(events).map(|(sequence, event)| LoggedEvent { sequence, event }).collect()
    }

    fn parts() -> Vec<Part> {
        vec![
            Part::Reasoning { text: "hm".into(), signature: Some("s".into()), encrypted: None },
            Part::Reasoning { text: String::new(), signature: None, encrypted: Some("x".into()) },
            Part::Text { text: "Hello".into() },
            Part::ToolCall { id: "1".into(), name: "f".into(), arguments: "{}".into() },
            Part::Refusal { text: "no".into() },
        ]
    }

    #[test]
    fn an_answer_unfolded_and_folded_is_the_same_answer() {
        assert_eq!(fold(&logged(unfold_parts(&parts()))).parts, parts());
    }

    #[test]
    fn a_log_cut_anywhere_gives_what_it_holds() {
        let events = logged(unfold_parts(&parts()));
        for end in 0..=events.len() {
            let folded = fold(&events[..end]);
            assert_eq!(folded.last_sequence, end as i64);
            assert!(folded.parts.len() <= parts().len());
        }
        assert_eq!(fold(&logged(vec![RunEvent::Delta { part: 9, text: "lost".into() }])).parts, vec![]);
    }
}
