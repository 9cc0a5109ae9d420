//! How a request asks for thoughts.

use models::chat::{ChatRequest, Effort, ToolChoice};
use serde::Serialize;

use super::generation::Generation;
use crate::effort::{budget_of, effort_of};
use crate::encode::asks_to_continue;
use crate::translate::Field;
use crate::translate::notes::Notes;

/// Tokens of the answer where the request names no limit; the vendor demands one.
const ANSWER_TOKENS_DEFAULT: u32 = 8192;
/// The least that the vendor lets a model think.
const BUDGET_TOKENS_MIN: u32 = 1024;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum Thinking {
    Enabled {
        budget_tokens: u32,
    },
    Adaptive {
        #[serde(skip_serializing_if = "Option::is_none")]
        display: Option<&'static str>,
    },
    Disabled,
}

/// Thoughts, and the limit that the vendor counts them into.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Thoughts {
    pub(super) thinking: Option<Thinking>,
    pub(super) effort: Option<Effort>,
    pub(super) max_tokens: u32,
}

impl Thoughts {
    pub(super) fn of(request: &ChatRequest, generation: Generation, notes: &mut Notes) -> Self {
        let max_tokens = request.max_output_tokens.unwrap_or(ANSWER_TOKENS_DEFAULT);
        let none = Self { thinking: None, effort: None, max_tokens };
        let asked = (request.reasoning_effort, request.reasoning_budget_tokens);
        let thoughts = match asked {
            (None, None) => None,
            // Older generations do not think, which is what was asked for.
            (Some(Effort::None), _) => (generation.thinks_by_budget() || generation.thinks_by_effort())
                .then_some(Self { thinking: Some(Thinking::Disabled), ..none }),
            _ if !may_think(request, generation) => None,
            (effort, budget) if generation.thinks_by_effort() => {
                notes.drop_if(budget.is_some(), Field::ReasoningBudget);
                let effort = effort.unwrap_or_else(|| effort_of(budget.unwrap_or_default()));
                let room = if notes.limit_covers_thoughts { 0 } else { budget_of(effort) };
                Some(Self::by_effort(effort, generation, max_tokens.saturating_add(room)))
            }
            (effort, budget) => {
                notes.drop_if(effort.is_some() && budget.is_some(), Field::ReasoningEffort);
                let budget = budget.unwrap_or_else(|| effort.map_or(0, budget_of));
                Self::by_budget(budget, request.max_output_tokens, notes)
            }
        };
        if thoughts.is_none() {
            notes.drop_if(request.reasoning_effort.is_some(), Field::ReasoningEffort);
            notes.drop_if(request.reasoning_budget_tokens.is_some(), Field::ReasoningBudget);
        }
        let thoughts = thoughts.unwrap_or(Self { thinking: None, effort: None, max_tokens });
        notes.drop_if(!thoughts.shows() && request.reasoning_summary.is_some(), Field::ReasoningSummary);
        thoughts
    }

    pub(super) fn is_thinking(&self) -> bool {
        matches!(self.thinking, Some(Thinking::Enabled { .. } | Thinking::Adaptive { .. }))
    }

    /// Whether the vendor is told to show a summary.
    fn shows(&self) -> bool {
        matches!(self.thinking, Some(Thinking::Adaptive { display: Some(_) }))
    }

    fn by_effort(effort: Effort, generation: Generation, max_tokens: u32) -> Self {
        let display = generation.hides_thoughts().then_some("summarized");
        let effort = match effort {
            Effort::None | Effort::Minimal => Effort::Low,
            Effort::XHigh if !generation.knows_xhigh() => Effort::High,
            Effort::Low | Effort::Medium | Effort::High | Effort::XHigh | Effort::Max => effort,
        };
        Self { thinking: Some(Thinking::Adaptive { display }), effort: Some(effort), max_tokens }
    }

    /// `None` where the limit leaves no room to think. A limit of our own runs is one of the words only.
    fn by_budget(budget: u32, limit: Option<u32>, notes: &Notes) -> Option<Self> {
        let room = limit.filter(|_| notes.limit_covers_thoughts);
        let budget_tokens = room.map_or(budget, |room| budget.min(room.saturating_sub(1)));
        let max_tokens = room.unwrap_or_else(|| limit.unwrap_or(ANSWER_TOKENS_DEFAULT).saturating_add(budget_tokens));
        (budget_tokens >= BUDGET_TOKENS_MIN).then_some(Self {
            thinking: Some(Thinking::Enabled { budget_tokens }),
            effort: None,
            max_tokens,
        })
    }
}

/// A thinking model begins with a thought, so it cannot go on with words; nor can it be made to begin with a call.
fn may_think(request: &ChatRequest, generation: Generation) -> bool {
    let forces = matches!(request.tool_choice, Some(ToolChoice::Required | ToolChoice::Named(_)));
    let is_forced = forces && !request.tools.is_empty();
    let can = generation.thinks_by_effort() || (generation.thinks_by_budget() && !asks_to_continue(request));
    can && !is_forced
}
