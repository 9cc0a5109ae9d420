//! Names for models: what a caller asks for instead of one vendor's model.

use serde::{Deserialize, Serialize};

use crate::ids::{ConnectionId, ModelAliasId};
use crate::invalid::{Invalid, line};
use crate::time::Time;

/// A name for an ordered list of models.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelAlias {
    /// Names the alias.
    pub id: ModelAliasId,
    /// What callers write as the model; unique.
    pub name: AliasName,
    /// Who answers: the first one that can, in this order but for the weights. 1 to 16.
    pub targets: Vec<Target>,
    /// Whether an answer that was cut goes on at another target.
    pub rescue: bool,
    /// After how many milliseconds without a first token the next target is asked as well.
    pub first_token_deadline_ms: Option<u32>,
    /// For how many seconds the same question gets the same answer; `None` asks each time.
    pub cache_seconds: Option<u32>,
    /// Whether a kept answer is given to other users too.
    pub cache_shared: bool,
    /// When it was made.
    pub created_at: Time,
    /// Last change.
    pub updated_at: Time,
}

impl ModelAlias {
    /// Most targets.
    pub const TARGETS_MAX: usize = 16;
    /// Longest wait for a first token before the next target is asked as well: ten minutes.
    pub const FIRST_TOKEN_DEADLINE_MS_MAX: u32 = 600_000;
    /// Longest time for which an answer is kept: thirty days.
    pub const CACHE_SECONDS_MAX: u32 = 30 * 24 * 3600;

    /// All that is out of range.
    pub fn check(&self) -> Vec<Invalid> {
        let mut wrong = Vec::new();
        if self.targets.is_empty() || self.targets.len() > Self::TARGETS_MAX {
            wrong.push(Invalid::new("targets", "must have 1 to 16 targets"));
        }
        wrong.extend(self.targets.iter().flat_map(Target::check));
        let out = |value: Option<u32>, max| value.is_some_and(|value| value == 0 || value > max);
        if out(self.first_token_deadline_ms, Self::FIRST_TOKEN_DEADLINE_MS_MAX) {
            wrong.push(Invalid::new("first_token_deadline_ms", "must be from 1 to 600000"));
        }
        if out(self.cache_seconds, Self::CACHE_SECONDS_MAX) {
            wrong.push(Invalid::new("cache_seconds", "must be from 1 to 2592000"));
        }
        wrong
    }
}

/// A model that an alias stands for, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// The connection.
    pub connection_id: ConnectionId,
    /// The vendor's model id: 1 to 200 characters.
    pub model: String,
    /// Share of the calls that it is asked first for, 0 to 100. With 0 it is asked only when those
    /// before it fail; where no target has a weight the order decides.
    #[serde(default)]
    pub weight: u32,
    /// Only for prompts of at most so many tokens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_input_tokens: Option<u64>,
    /// Only for these types of tasks; empty is all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub task_types: Vec<String>,
}

impl Target {
    fn check(&self) -> Vec<Invalid> {
        let mut wrong = Vec::new();
        wrong.extend(line("targets.model", &self.model, 1, 200).err());
        if self.weight > 100 {
            wrong.push(Invalid::new("targets.weight", "must be from 0 to 100"));
        }
        wrong
    }
}

/// An alias's name: 1 to 63 small letters, digits, dots, dashes and underscores, of which the first
/// is a letter or a digit; not `auto`, which is the classifier's.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AliasName(String);

impl AliasName {
    /// Reads a name.
    pub fn parse(raw: &str) -> Result<Self, Invalid> {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let inner = |byte: u8| plain(byte) || b"._-".contains(&byte);
        let shaped = raw.len() <= 63 && raw.bytes().next().is_some_and(plain) && raw.bytes().all(inner);
        if !shaped || raw == "auto" {
            let message = "must have 1 to 63 of a-z, 0-9, dot, dash and underscore, begin with a letter or a digit, \
                           and not be auto";
            return Err(Invalid::new("name", message));
        }
        Ok(Self(raw.to_owned()))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for AliasName {
    type Error = Invalid;

    fn try_from(raw: String) -> Result<Self, Invalid> {
        Self::parse(&raw)
    }
}

impl From<AliasName> for String {
    fn from(name: AliasName) -> Self {
        name.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alias_is_written_so_that_no_vendor_or_path_is_meant() {
        for right in ["cheap", "gpt-5.1_fast", "0", &"a".repeat(63)] {
            assert_eq!(AliasName::parse(right).unwrap().as_str(), right);
        }
        for wrong in ["", "auto", "Cheap", "-a", "a/b", "a b", "ä", &"a".repeat(64)] {
            assert!(AliasName::parse(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn a_target_needs_only_its_model_and_is_checked() {
        let text = r#"{"connection_id":"0193a5b0-7d5c-7cc2-a1b2-0123456789ab","model":"m"}"#;
        let target: Target = serde_json::from_str(text).unwrap();
        let connection_id = target.connection_id;
        let plain = Target { connection_id, model: "m".into(), weight: 0, max_input_tokens: None, task_types: vec![] };
        assert_eq!((target.check(), &target), (vec![], &plain));
        let wrong = Target { model: String::new(), weight: 101, ..plain };
        assert_eq!(wrong.check().iter().map(|it| it.field).collect::<Vec<_>>(), ["targets.model", "targets.weight"]);
    }
}
