//! Answers that are not streamed.

use serde::Serialize;

use super::shapes::{Block, Stop, WireUsage};
use crate::answer::{Answer, Part};
use crate::encode::Arguments;
use crate::meta::AnswerMeta;
use crate::wire_out;

#[derive(Serialize)]
struct Message<'a> {
    id: &'a str,
    r#type: &'static str,
    role: &'static str,
    model: &'a str,
    content: Vec<Block<'a>>,
    #[serde(flatten)]
    stop: Stop<'a>,
    usage: WireUsage,
}

/// Writes a message.
pub(crate) fn encode(meta: &AnswerMeta, answer: &Answer) -> Vec<u8> {
    let refusal: String = answer.parts.iter().filter_map(refusal).collect();
    wire_out::body(&Message {
        id: &meta.id,
        r#type: "message",
        role: "assistant",
        model: &meta.model,
        content: answer.parts.iter().filter_map(block).collect(),
        stop: Stop::new(answer.finish, answer.stop_sequence.as_deref(), &refusal),
        usage: answer.usage.unwrap_or_default().into(),
    })
}

fn refusal(part: &Part) -> Option<&str> {
    match part {
        Part::Refusal { text, .. } => Some(text),
        Part::Thought { .. } | Part::Encrypted(_) | Part::Text { .. } | Part::Call { .. } | Part::Image { .. } => None,
    }
}

/// The vendor has no block for a picture that the model made.
fn block(part: &Part) -> Option<Block<'_>> {
    Some(match part {
        Part::Text { text, .. } => Block::Text { text },
        Part::Thought { text, signature } => {
            Block::Thinking { thinking: text, signature: signature.as_deref().unwrap_or_default() }
        }
        Part::Encrypted(data) => Block::RedactedThinking { data },
        Part::Call { id, name, arguments, .. } => Block::ToolUse { id, name, input: Arguments::read(arguments) },
        Part::Refusal { .. } | Part::Image { .. } => return None,
    })
}
