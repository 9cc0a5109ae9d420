//! What is known about each key before any value is read.

use std::sync::LazyLock;

use crate::kind::Kind;
use crate::{
    AuthSettings, ConversationSettings, DataSettings, DatabaseSettings, GatewaySettings, JobSettings,
    KnowledgeSettings, LogSettings, ProviderSettings, RunSettings, SecuritySettings, ServerSettings, WebSearchSettings,
};

/// One row of the table of settings.
#[derive(Debug, PartialEq, Eq)]
pub struct KeyInfo {
    /// `section.name`, as in `pallium.toml`.
    pub key: &'static str,
    /// The command line's flag without the two dashes.
    pub flag: String,
    /// Environment variables that set it; the first one that is set wins.
    pub env: Vec<String>,
    /// The default as it would be written, or how it is found; empty when there is none.
    pub default: &'static str,
    /// What values are accepted, as the end of the sentence "it takes …".
    pub accepts: String,
    /// What the setting does.
    pub description: &'static str,
    /// Whether the value is never shown.
    pub secret: bool,
}

impl KeyInfo {
    pub(crate) fn new(key: &'static str, description: &'static str, default: &'static str, kind: &impl Kind) -> Self {
        Self {
            key,
            flag: key.replace(['.', '_'], "-"),
            env: vec![env_name(key)],
            default,
            accepts: kind.accepts(),
            description: description.trim(),
            secret: kind.is_secret(),
        }
    }

    /// Gives the key a flag without its section.
    pub(crate) fn with_short(mut self, flag: &str) -> Self {
        self.flag = flag.to_owned();
        self.with_env(&env_name(flag))
    }

    /// Adds a variable that also sets the key.
    pub(crate) fn with_env(mut self, name: &str) -> Self {
        if !self.env.iter().any(|known| known == name) {
            self.env.push(name.to_owned());
        }
        self
    }
}

fn env_name(key: &str) -> String {
    format!("PALLIUM_{}", key.replace(['.', '-'], "_").to_uppercase())
}

/// A named group of keys, for the reference.
pub(crate) struct Section {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    keys: fn() -> Vec<KeyInfo>,
}

macro_rules! sections {
    ($($section:ident),+) => {
        pub(crate) const SECTIONS: &[Section] = &[$(
            Section { name: $section::SECTION, about: $section::ABOUT, keys: $section::keys },
        )+];
    };
}

sections!(
    ServerSettings,
    DataSettings,
    DatabaseSettings,
    SecuritySettings,
    AuthSettings,
    ProviderSettings,
    GatewaySettings,
    RunSettings,
    JobSettings,
    KnowledgeSettings,
    WebSearchSettings,
    ConversationSettings,
    LogSettings
);

static KEYS: LazyLock<Vec<KeyInfo>> = LazyLock::new(|| SECTIONS.iter().flat_map(|section| (section.keys)()).collect());

/// Every setting there is, in the order of the reference.
pub fn keys() -> &'static [KeyInfo] {
    &KEYS
}
