//! How long a model is to think, where vendors measure it differently.

use models::chat::{ChatRequest, Effort};

use crate::families;
use crate::translate::Field;
use crate::translate::notes::Notes;

/// Tokens to think with, where a vendor wants a number.
pub(crate) fn budget_of(effort: Effort) -> u32 {
    match effort {
        Effort::None => 0,
        Effort::Minimal | Effort::Low => 2048,
        Effort::Medium => 8192,
        Effort::High | Effort::XHigh | Effort::Max => 16384,
    }
}

/// The nearest effort, where a vendor wants a word.
pub(crate) fn effort_of(budget_tokens: u32) -> Effort {
    match budget_tokens {
        0..4096 => Effort::Low,
        4096..12288 => Effort::Medium,
        12288.. => Effort::High,
    }
}

/// The effort to tell a vendor that knows no budget. Vendors refuse to be asked by models that do not think.
pub(crate) fn to_tell(request: &ChatRequest, notes: &mut Notes) -> Option<Effort> {
    notes.drop_if(request.reasoning_budget_tokens.is_some(), Field::ReasoningBudget);
    let effort = request.reasoning_effort.or_else(|| request.reasoning_budget_tokens.map(effort_of))?;
    let may_tell = match effort {
        Effort::None => families::guess(&request.model).reasoning,
        Effort::Minimal | Effort::Low | Effort::Medium | Effort::High | Effort::XHigh | Effort::Max => {
            !families::does_not_reason(&request.model)
        }
    };
    notes.drop_if(!may_tell && request.reasoning_effort.is_some(), Field::ReasoningEffort);
    may_tell.then_some(effort)
}
