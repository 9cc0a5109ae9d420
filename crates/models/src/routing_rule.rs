//! Rules that pick an alias for a call that leaves the choice open.

use serde::{Deserialize, Serialize};

use crate::alias::AliasName;
use crate::ids::{ApiKeyId, RoutingRuleId, WorkspaceId};
use crate::invalid::{Invalid, line};

/// A rule: of those that hold for a call, the first by position picks the alias.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoutingRule {
    /// Names the rule.
    pub id: RoutingRuleId,
    /// Its place in the list; lower comes first.
    pub position: i64,
    /// What people call it.
    pub name: RuleName,
    /// Whether it is asked.
    pub enabled: bool,
    /// When it holds.
    pub when: Condition,
    /// Who answers then.
    pub alias: AliasName,
}

/// A rule's name: one line, 1 to 80 characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleName(String);

impl RuleName {
    /// Reads a name.
    pub fn parse(raw: &str) -> Result<Self, Invalid> {
        line("name", raw, 1, 80).map(Self)
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// When a rule holds: all that is given must be so; what is empty or `None` is not asked.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Condition {
    /// The classifier's type of the task is one of these.
    pub task_types: Vec<String>,
    /// The classifier's complexity is one of these.
    pub complexities: Vec<String>,
    /// The prompt has at least so many tokens.
    pub min_input_tokens: Option<u64>,
    /// The prompt has at most so many tokens.
    pub max_input_tokens: Option<u64>,
    /// The call came with one of these keys.
    pub key_ids: Vec<ApiKeyId>,
    /// The call belongs to one of these workspaces.
    pub workspace_ids: Vec<WorkspaceId>,
    /// The call costs at most so many nano-dollars at the dearest target of the rule's alias, by the estimate that
    /// budgets hold. What has no known price costs nothing.
    pub max_cost_nanos: Option<i64>,
    /// The hour of the day, UTC, is from the first on and before the second; over midnight where
    /// the first is the greater one.
    pub hours: Option<(u8, u8)>,
}

impl Condition {
    /// All that is out of range or can never hold.
    pub fn check(&self) -> Vec<Invalid> {
        let mut wrong = Vec::new();
        if self.hours.is_some_and(|(from, to)| from > 23 || to > 24 || from == to) {
            wrong.push(Invalid::new("when.hours", "must be two different hours of the day, such as [22, 6]"));
        }
        if let (Some(min), Some(max)) = (self.min_input_tokens, self.max_input_tokens)
            && min > max
        {
            wrong.push(Invalid::new("when.min_input_tokens", "must not be above max_input_tokens"));
        }
        if self.max_cost_nanos.is_some_and(|most| most < 0) {
            wrong.push(Invalid::new("when.max_cost_usd", "must not be negative"));
        }
        wrong
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_that_can_never_hold_is_refused() {
        let read = |text: &str| serde_json::from_str::<Condition>(text).unwrap().check();
        for right in ["{}", r#"{"hours":[22,6]}"#, r#"{"hours":[0,24]}"#, r#"{"min_input_tokens":5}"#] {
            assert_eq!(read(right), [], "{right}");
        }
        for wrong in [
            r#"{"hours":[24,6]}"#,
            r#"{"hours":[6,6]}"#,
            r#"{"min_input_tokens":5,"max_input_tokens":4}"#,
            r#"{"max_cost_nanos":-1}"#,
        ] {
            assert_eq!(read(wrong).len(), 1, "{wrong}");
        }
    }
}
