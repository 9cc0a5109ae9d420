//! The kinds of connections and what is known about each vendor.

use models::connection::ConnectionKind;

/// What is known about a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// The kind.
    pub kind: ConnectionKind,
    /// What people call it, and a connection without a name.
    pub name: &'static str,
    /// Where it listens; `None` where only the user knows, or where nothing is called.
    pub default_base_url: Option<&'static str>,
    /// Where the vendor hands out keys.
    pub key_url: Option<&'static str>,
}

/// Every kind, in the order people see them.
pub const KINDS: [Kind; 8] = [
    Kind {
        kind: ConnectionKind::OpenAi,
        name: "OpenAI",
        default_base_url: Some("https://api.openai.com/v1"),
        key_url: Some("https://platform.openai.com/api-keys"),
    },
    Kind {
        kind: ConnectionKind::Anthropic,
        name: "Anthropic",
        default_base_url: Some("https://api.anthropic.com"),
        key_url: Some("https://console.anthropic.com/settings/keys"),
    },
    Kind {
        kind: ConnectionKind::Groq,
        name: "Groq",
        default_base_url: Some("https://api.groq.com/openai/v1"),
        key_url: Some("https://console.groq.com/keys"),
    },
    Kind {
        kind: ConnectionKind::OpenRouter,
        name: "OpenRouter",
        default_base_url: Some("https://openrouter.ai/api/v1"),
        key_url: Some("https://openrouter.ai/settings/keys"),
    },
    Kind {
        kind: ConnectionKind::GithubCopilot,
        name: "GitHub Copilot",
        default_base_url: Some("https://api.githubcopilot.com"),
        key_url: None,
    },
    Kind {
        kind: ConnectionKind::Ollama,
        name: "Ollama",
        default_base_url: Some("http://127.0.0.1:11434"),
        key_url: None,
    },
    Kind { kind: ConnectionKind::OpenAiCompatible, name: "OpenAI-compatible", default_base_url: None, key_url: None },
    Kind { kind: ConnectionKind::Demo, name: "Demo", default_base_url: None, key_url: None },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_known_in_the_order_of_the_noun() {
        assert_eq!(KINDS.map(|about| about.kind), ConnectionKind::ALL);
    }
}
