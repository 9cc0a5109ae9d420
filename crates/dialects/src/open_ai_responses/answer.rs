//! Answers that are not streamed.

use super::items;
use super::shapes::{End, Response};
use crate::answer::{Answer, Part};
use crate::meta::AnswerMeta;
use crate::wire_out;

/// Writes a response.
pub(crate) fn encode(meta: &AnswerMeta, answer: Answer) -> Vec<u8> {
    let has_refusal = answer.parts.iter().any(|part| matches!(part, Part::Refusal { .. }));
    let (end, usage) = (End::of(answer.finish, has_refusal), answer.usage);
    let items = items::of_answer(&meta.id, answer);
    wire_out::body(&Response::ended(meta, &items, end, usage))
}
