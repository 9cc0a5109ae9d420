//! What encoders write down about what they leave out.

use super::Field;

/// What a request loses on its way.
#[derive(Debug)]
pub(crate) struct Notes {
    /// Whether the token limit is one of the whole answer, and not of its words only.
    pub(crate) limit_covers_thoughts: bool,
    dropped: Vec<Field>,
    refused: Option<(Field, &'static str)>,
}

impl Notes {
    /// For our own runs: their limit is one of words, and nobody reads the notes.
    pub(crate) fn for_our_runs() -> Self {
        Self { limit_covers_thoughts: false, dropped: Vec::new(), refused: None }
    }

    /// For callers of the gateway.
    pub(super) fn for_a_caller() -> Self {
        Self { limit_covers_thoughts: true, ..Self::for_our_runs() }
    }

    /// The field is left out, and the answer is still one to the request.
    pub(crate) fn drop(&mut self, field: Field) {
        if !self.dropped.contains(&field) {
            self.dropped.push(field);
        }
    }

    /// The field is left out where there is one.
    pub(crate) fn drop_if(&mut self, is_there: bool, field: Field) {
        if is_there {
            self.drop(field);
        }
    }

    /// Without the field the answer is to another request.
    pub(crate) fn refuse(&mut self, field: Field, reason: &'static str) {
        self.refused.get_or_insert((field, reason));
    }

    /// What was dropped, and the first that was refused.
    pub(super) fn close(self) -> (Vec<Field>, Option<(Field, &'static str)>) {
        (self.dropped, self.refused)
    }
}
