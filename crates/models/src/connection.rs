//! Configured vendor accounts and the models they offer.

use serde::{Deserialize, Serialize};
use url::Url;

use crate::ids::{ConnectionId, SecretId, UserId};
use crate::invalid::{Invalid, line};
use crate::time::Time;

/// A configured vendor account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connection {
    /// Names the connection.
    pub id: ConnectionId,
    /// Whose it is; `None` is the system's, which every user may call.
    pub owner_id: Option<UserId>,
    /// Which vendor, and so which dialect.
    pub kind: ConnectionKind,
    /// What people call it.
    pub name: ConnectionName,
    /// Where the vendor listens, without the operation's path.
    pub base_url: BaseUrl,
    /// The encrypted key, where the vendor wants one.
    pub secret_id: Option<SecretId>,
    /// Last four characters of the key, so that people can tell two keys apart.
    pub secret_hint: Option<String>,
    /// Whether its models are offered.
    pub enabled: bool,
    /// When the list of models was last read.
    pub models_refreshed_at: Option<Time>,
    /// Why the last attempt to read the list failed.
    pub models_error: Option<String>,
    /// How many calls at once it takes, 1 to 1000; others wait for their turn. `None` is any number.
    pub max_parallel: Option<u32>,
    /// When it was made.
    pub created_at: Time,
    /// Last change.
    pub updated_at: Time,
}

impl Connection {
    /// Most calls at once for which a turn is kept.
    pub const MAX_PARALLEL_MAX: u32 = 1000;

    /// Reads how many calls at once it takes.
    pub fn check_max_parallel(value: Option<u32>) -> Result<Option<u32>, Invalid> {
        match value {
            Some(number) if number == 0 || number > Self::MAX_PARALLEL_MAX => {
                Err(Invalid::new("max_parallel", "must be from 1 to 1000"))
            }
            value => Ok(value),
        }
    }
}

/// A vendor, or a protocol that many servers speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConnectionKind {
    /// Built in, deterministic, needs no account.
    Demo,
    /// OpenAI.
    OpenAi,
    /// Anthropic (Claude).
    Anthropic,
    /// Groq.
    Groq,
    /// OpenRouter.
    OpenRouter,
    /// Ollama, usually on this machine.
    Ollama,
    /// Any server that speaks OpenAI's chat completions.
    OpenAiCompatible,
    /// GitHub Copilot, by a login of its user.
    GithubCopilot,
}

impl ConnectionKind {
    /// All kinds, in the order people see them.
    pub const ALL: [Self; 8] = [
        Self::OpenAi,
        Self::Anthropic,
        Self::Groq,
        Self::OpenRouter,
        Self::GithubCopilot,
        Self::Ollama,
        Self::OpenAiCompatible,
        Self::Demo,
    ];

    /// The stable spelling used in the database and the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Demo => "demo",
            Self::OpenAi => "openai",
            Self::Anthropic => "anthropic",
            Self::Groq => "groq",
            Self::OpenRouter => "openrouter",
            Self::Ollama => "ollama",
            Self::OpenAiCompatible => "openai_compatible",
            Self::GithubCopilot => "github_copilot",
        }
    }

    /// Reads the stable spelling.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// Whether the vendor refuses calls without a key.
    pub fn needs_secret(self) -> bool {
        match self {
            Self::OpenAi | Self::Anthropic | Self::Groq | Self::OpenRouter | Self::GithubCopilot => true,
            Self::Ollama | Self::OpenAiCompatible | Self::Demo => false,
        }
    }
}

/// A connection's name: one line, 1 to 80 characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectionName(String);

impl ConnectionName {
    /// Reads a name.
    pub fn parse(raw: &str) -> Result<Self, Invalid> {
        line("name", raw, 1, 80).map(Self)
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Where a vendor listens: `http` or `https`, a host, no credentials, no query, no fragment, and
/// no slash at the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl(Url);

impl BaseUrl {
    /// Reads an address. Which hosts may be called is decided at each call, by the egress rules.
    pub fn parse(raw: &str) -> Result<Self, Invalid> {
        let wrong = |message: &str| Invalid::new("base_url", message);
        if raw.len() > 2000 {
            return Err(wrong("must have at most 2000 characters"));
        }
        let mut url =
            Url::parse(raw.trim()).map_err(|_| wrong("must be an address such as https://api.example.com/v1"))?;
        if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none_or(str::is_empty) {
            return Err(wrong("must start with http:// or https:// and name a host"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(wrong("must not carry a user name or password; put the key in its own field"));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(wrong("must not have a query or a fragment"));
        }
        let path = url.path().trim_end_matches('/').to_owned();
        url.set_path(&path);
        Ok(Self(url))
    }

    /// The address without a slash at its end.
    pub fn as_str(&self) -> &str {
        self.0.as_str().trim_end_matches('/')
    }

    /// The parsed address.
    pub fn url(&self) -> &Url {
        &self.0
    }
}

/// A model that a connection offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Model {
    /// What the vendor calls it in requests.
    pub id: String,
    /// What people see; the id where the vendor has no other name.
    pub name: String,
    /// Prompt and answer together, in tokens, where known.
    pub context_tokens: Option<u32>,
    /// What it can do.
    #[serde(default)]
    pub capabilities: Capabilities,
}

/// What a model can do. `false` also means not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Capabilities {
    /// Reads images.
    pub vision: bool,
    /// Calls tools.
    pub tools: bool,
    /// Thinks before it answers.
    pub reasoning: bool,
}

/// A model together with the connection that offers it: what a picker shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferedModel {
    /// The connection.
    pub connection_id: ConnectionId,
    /// The connection's name.
    pub connection_name: String,
    /// The connection's kind.
    pub connection_kind: ConnectionKind,
    /// Whether the connection is the system's.
    pub system: bool,
    /// The model.
    pub model: Model,
}

/// Which model of which connection a run asks for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ModelChoice {
    /// The connection.
    pub connection_id: ConnectionId,
    /// The vendor's model id: 1 to 200 characters.
    pub model: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_url_loses_its_last_slash_and_refuses_what_could_smuggle() {
        assert_eq!(BaseUrl::parse(" http://127.0.0.1:11434/ ").unwrap().as_str(), "http://127.0.0.1:11434");
        assert_eq!(BaseUrl::parse("https://x.org/v1/").unwrap().as_str(), "https://x.org/v1");
        for wrong in [
            "",
            "x.org",
            "file:///etc/passwd",
            "ftp://x.org",
            "http://u:p@x.org",
            "http://x.org?a=b",
            "http://x.org#f",
            "http://",
        ] {
            assert!(BaseUrl::parse(wrong).is_err(), "{wrong}");
        }
    }
}
