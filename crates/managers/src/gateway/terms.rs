//! The words of the classifier, in conditions that people write. A word that it never says would
//! make a condition that never holds.

use models::invalid::Invalid;

use super::classify::{Complexity, UNKNOWN};
use crate::context::Context;

/// Refuses a type of task that the classifier does not know.
pub(super) fn task_types<'a>(
    cx: &Context,
    field: &'static str,
    words: impl IntoIterator<Item = &'a String>,
) -> Option<Invalid> {
    let known: Vec<&str> = cx.gateway.hints.tables().task_types.iter().map(|task| task.name.as_str()).collect();
    one_of(field, words, &[&known[..], &[UNKNOWN]].concat())
}

/// Refuses a complexity that the classifier does not know.
pub(super) fn complexities<'a>(field: &'static str, words: impl IntoIterator<Item = &'a String>) -> Option<Invalid> {
    let all = [Complexity::Trivial, Complexity::Easy, Complexity::Medium, Complexity::Hard];
    one_of(field, words, &all.map(Complexity::as_str))
}

fn one_of<'a>(field: &'static str, words: impl IntoIterator<Item = &'a String>, known: &[&str]) -> Option<Invalid> {
    let unknown = words.into_iter().any(|word| !known.contains(&word.as_str()));
    unknown.then(|| Invalid::new(field, format!("must be of {}", known.join(", "))))
}
