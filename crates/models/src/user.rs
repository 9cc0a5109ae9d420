//! People who may log in.

use serde::{Deserialize, Serialize};

use crate::ids::UserId;
use crate::invalid::{Invalid, line};
use crate::secret::SecretString;
use crate::time::Time;

/// What a user may do on this instance. Ordered: each role includes the ones below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Uses what the instance offers and owns what they make.
    Member,
    /// Also manages members and system connections.
    Admin,
    /// Also manages admins and owners. There is always at least one.
    Owner,
}

impl Role {
    /// The stable spelling used in the database, the API and tokens.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Admin => "admin",
            Self::Owner => "owner",
        }
    }

    /// Reads the stable spelling.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Member, Self::Admin, Self::Owner].into_iter().find(|role| role.as_str() == text)
    }
}

/// A person with a login.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// Names the user.
    pub id: UserId,
    /// Login name; unique without regard to case.
    pub email: Email,
    /// What others see.
    pub name: UserName,
    /// What the user may do.
    pub role: Role,
    /// Since when the user may not log in.
    pub disabled_at: Option<Time>,
    /// When the account was made.
    pub created_at: Time,
    /// Last change of the account.
    pub updated_at: Time,
}

/// An e-mail address, trimmed and in lower case. Checked for shape only: delivery proves the rest.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Email(String);

impl Email {
    /// Longest address, RFC 5321 section 4.5.3.1.3.
    pub const MAX: usize = 254;

    /// Reads an address.
    pub fn parse(raw: &str) -> Result<Self, Invalid> {
        let wrong = || Invalid::new("email", "must be an e-mail address such as ada@example.org");
        let text = line("email", raw, 3, Self::MAX).map_err(|_| wrong())?.to_lowercase();
        let (local, domain) = text.rsplit_once('@').ok_or_else(wrong)?;
        let sane = |part: &str| !part.is_empty() && !part.chars().any(|c| c.is_whitespace() || "<>,;\"".contains(c));
        if !sane(local) || !sane(domain) || local.contains('@') || domain.starts_with('.') || domain.ends_with('.') {
            return Err(wrong());
        }
        Ok(Self(text))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A user's name as others see it: one line, 1 to 100 characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserName(String);

impl UserName {
    /// Reads a name.
    pub fn parse(raw: &str) -> Result<Self, Invalid> {
        line("name", raw, 1, 100).map(Self)
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A password that is long enough to be hashed and short enough not to stall the hash.
#[derive(Debug, Clone)]
pub struct Password(SecretString);

impl Password {
    /// Fewest characters, NIST SP 800-63B section 5.1.1.2.
    pub const MIN: usize = 8;
    /// Most bytes; bounds the work an unauthenticated caller can ask for.
    pub const MAX_BYTES: usize = 1024;

    /// Checks the length; composition rules are known to weaken passwords, so there are none.
    pub fn parse(field: &'static str, raw: SecretString) -> Result<Self, Invalid> {
        if raw.expose().chars().count() < Self::MIN || raw.expose().len() > Self::MAX_BYTES {
            return Err(Invalid::new(
                field,
                format!("must have at least {} characters and at most {} bytes", Self::MIN, Self::MAX_BYTES),
            ));
        }
        Ok(Self(raw))
    }

    /// The text, for the hash function only.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }
}

/// What a user set for the web app. Unknown to the server otherwise; kept so that a second device
/// looks the same.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    /// Light, dark or as the system says.
    pub theme: Theme,
    /// BCP 47 tag of the interface language; `None` follows the browser.
    pub language: Option<String>,
    /// Whether Enter sends (otherwise Ctrl-Enter does).
    pub enter_sends: Option<bool>,
    /// `connection/model` a new conversation starts with.
    pub default_model: Option<String>,
    /// Text put before every prompt of this user.
    pub instructions: Option<String>,
}

/// Colour scheme of the web app.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the operating system says.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_email_is_trimmed_lowered_and_checked_for_shape() {
        assert_eq!(Email::parse("  Ada@Example.ORG ").unwrap().as_str(), "ada@example.org");
        for wrong in ["", "ada", "@x", "ada@", "a b@x.org", "a@b@c", "ada@.org", "ada@x\n.org", "<a@b.c>"] {
            assert!(Email::parse(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn roles_are_ordered_and_spelled_stably() {
        assert!(Role::Owner > Role::Admin && Role::Admin > Role::Member);
        for role in [Role::Owner, Role::Admin, Role::Member] {
            assert_eq!(Role::parse(role.as_str()), Some(role));
        }
        assert_eq!(Role::parse("root"), None);
    }
}
