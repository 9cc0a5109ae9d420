//! Keys that programs call with.

use serde::{Deserialize, Serialize};

use crate::ids::{ApiKeyId, UserId, WorkspaceId};
use crate::invalid::{Invalid, line};
use crate::limits::Limits;
use crate::time::Time;

/// A key as people see it; the key itself is shown once and kept as a hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKey {
    /// Names the key.
    pub id: ApiKeyId,
    /// Whose it is, and who pays for its calls.
    pub owner_id: UserId,
    /// The shared workspace that its calls belong to; `None`: its owner's private one. It works
    /// while its owner may work there.
    pub workspace_id: Option<WorkspaceId>,
    /// What people call it.
    pub name: ApiKeyName,
    /// Its last four characters, so that people can tell two keys apart.
    pub hint: String,
    /// What it may be used for.
    pub scopes: Vec<Scope>,
    /// The models it may ask for; empty is all.
    pub allowed_models: Vec<ModelPattern>,
    /// How fast and how much it may spend.
    pub limits: Limits,
    /// When it stops working by itself.
    pub expires_at: Option<Time>,
    /// Since when it works no more.
    pub revoked_at: Option<Time>,
    /// Its last call, to within a few seconds.
    pub last_used_at: Option<Time>,
    /// Until when the key that it replaced still works.
    pub previous_until: Option<Time>,
    /// When it was made.
    pub created_at: Time,
    /// Last change by a person.
    pub updated_at: Time,
}

/// A key's name: one line, 1 to 80 characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKeyName(String);

impl ApiKeyName {
    /// Reads a name.
    pub fn parse(raw: &str) -> Result<Self, Invalid> {
        line("name", raw, 1, 80).map(Self)
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a key may be used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Asking models, under the gateway's paths.
    Gateway,
    /// All that its owner may do, under Pallium's own paths.
    Api,
}

impl Scope {
    /// All scopes, in the order people see them.
    pub const ALL: [Self; 2] = [Self::Gateway, Self::Api];

    /// The stable spelling.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Gateway => "gateway",
            Self::Api => "api",
        }
    }

    /// Reads the stable spelling.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.as_str() == text)
    }
}

/// Names of models: one name, or with a `*` at the end all names that begin so. 1 to 300
/// characters, one line.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ModelPattern(String);

impl ModelPattern {
    /// Reads a pattern.
    pub fn parse(raw: &str) -> Result<Self, Invalid> {
        let text = line("allowed_models", raw, 1, 300)?;
        match text.find('*') {
            Some(star) if star + 1 < text.len() => {
                Err(Invalid::new("allowed_models", "must have its * at the end, such as gpt-*"))
            }
            _ => Ok(Self(text)),
        }
    }

    /// The pattern.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a name is among those it stands for.
    pub fn matches(&self, model: &str) -> bool {
        match self.0.strip_suffix('*') {
            Some(beginning) => model.starts_with(beginning),
            None => model == self.0,
        }
    }
}

impl TryFrom<String> for ModelPattern {
    type Error = Invalid;

    fn try_from(raw: String) -> Result<Self, Invalid> {
        Self::parse(&raw)
    }
}

impl From<ModelPattern> for String {
    fn from(pattern: ModelPattern) -> Self {
        pattern.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_stands_for_one_name_or_for_all_that_begin_like_it() {
        let matches = |pattern: &str, model: &str| ModelPattern::parse(pattern).unwrap().matches(model);
        assert!(matches("gpt-5", "gpt-5") && !matches("gpt-5", "gpt-5-mini"));
        assert!(matches("gpt-*", "gpt-5-mini") && !matches("gpt-*", "claude"));
        assert!(matches("*", "anything"));
        for wrong in ["", "*-mini", "a*b*", "a\nb"] {
            assert!(ModelPattern::parse(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn scopes_are_spelled_stably() {
        assert_eq!(Scope::ALL.map(Scope::as_str), ["gateway", "api"]);
        assert_eq!(serde_json::to_string(&Scope::ALL).unwrap(), r#"["gateway","api"]"#);
        assert_eq!(Scope::parse("root"), None);
    }
}
