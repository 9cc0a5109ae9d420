//! Answers that are not streamed: one line.

use models::chat::TokenLogProb;

use super::shape::{Line, Said, Shape, ToolCall};
use crate::answer::{Answer, Part};
use crate::meta::AnswerMeta;
use crate::wire_out;

/// Writes an answer.
pub(crate) fn encode(shape: Shape, meta: &AnswerMeta, answer: &Answer) -> Vec<u8> {
    let (mut content, mut thinking) = (String::new(), String::new());
    let (mut tool_calls, mut tokens) = (Vec::new(), Vec::<TokenLogProb>::new());
    for part in &answer.parts {
        match part {
            Part::Text { text, logprobs } | Part::Refusal { text, logprobs } => {
                content.push_str(text);
                tokens.extend_from_slice(logprobs);
            }
            Part::Thought { text, .. } => thinking.push_str(text),
            Part::Call { index, id, name, arguments } => tool_calls.push(ToolCall::new(*index, id, name, arguments)),
            Part::Encrypted(_) | Part::Image { .. } => {}
        }
    }
    let said = Said { content: &content, thinking: &thinking, tool_calls: &tool_calls, logprobs: &tokens };
    wire_out::body(&Line::new(shape, meta, said).done(answer.finish, answer.usage))
}
