//! JSON shapes of connections. None of them has a place for a key.

use chrono::{DateTime, Utc};
use managers::connections::{ConnectionView, Scope};
use models::connection::ConnectionKind;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A configured vendor account.
#[derive(Serialize, ToSchema)]
#[schema(as = Connection)]
pub(crate) struct ConnectionBody {
    id: Uuid,
    kind: KindBody,
    name: String,
    /// Where the vendor listens; `null` for those who may not change the connection.
    #[schema(required)]
    base_url: Option<String>,
    scope: ScopeBody,
    /// Whether its models are offered.
    enabled: bool,
    /// Whether a key is stored. No answer ever contains it.
    has_secret: bool,
    /// The key's last characters; `null` for those who may not change the connection.
    #[schema(required, example = "…1a2b")]
    secret_hint: Option<String>,
    /// Whether the caller may change it.
    editable: bool,
    model_count: usize,
    #[schema(required)]
    models_refreshed_at: Option<DateTime<Utc>>,
    /// Why the list of models could not be read.
    #[schema(required)]
    models_error: Option<String>,
    /// How many calls at once it takes; others wait for their turn. `null` is any number.
    #[schema(required)]
    max_parallel: Option<u32>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

/// A vendor, or a protocol that many servers speak.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[schema(as = ConnectionKind)]
#[serde(rename_all = "snake_case")]
pub(crate) enum KindBody {
    #[serde(rename = "openai")]
    OpenAi,
    Anthropic,
    Groq,
    #[serde(rename = "openrouter")]
    OpenRouter,
    Ollama,
    #[serde(rename = "openai_compatible")]
    OpenAiCompatible,
    /// By a login of its user, where `gateway.github_copilot` is on.
    GithubCopilot,
    Demo,
}

/// Whose a connection is.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = Scope)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ScopeBody {
    /// Everyone's.
    System,
    /// One user's.
    #[default]
    User,
}

impl From<ConnectionView> for ConnectionBody {
    fn from(ConnectionView { connection: it, model_count, editable }: ConnectionView) -> Self {
        let calls_someone = it.kind != ConnectionKind::Demo;
        Self {
            id: it.id.0,
            kind: it.kind.into(),
            name: it.name.as_str().to_owned(),
            base_url: (editable && calls_someone).then(|| it.base_url.as_str().to_owned()),
            scope: if it.owner_id.is_none() { ScopeBody::System } else { ScopeBody::User },
            enabled: it.enabled,
            has_secret: it.secret_id.is_some(),
            secret_hint: it.secret_hint.filter(|_| editable).map(|last| format!("…{last}")),
            editable,
            model_count,
            models_refreshed_at: it.models_refreshed_at,
            models_error: it.models_error.filter(|_| editable),
            max_parallel: it.max_parallel,
            created_at: it.created_at,
            updated_at: it.updated_at,
        }
    }
}

impl From<ConnectionKind> for KindBody {
    fn from(it: ConnectionKind) -> Self {
        match it {
            ConnectionKind::OpenAi => Self::OpenAi,
            ConnectionKind::Anthropic => Self::Anthropic,
            ConnectionKind::Groq => Self::Groq,
            ConnectionKind::OpenRouter => Self::OpenRouter,
            ConnectionKind::Ollama => Self::Ollama,
            ConnectionKind::OpenAiCompatible => Self::OpenAiCompatible,
            ConnectionKind::GithubCopilot => Self::GithubCopilot,
            ConnectionKind::Demo => Self::Demo,
        }
    }
}

impl From<KindBody> for ConnectionKind {
    fn from(it: KindBody) -> Self {
        match it {
            KindBody::OpenAi => Self::OpenAi,
            KindBody::Anthropic => Self::Anthropic,
            KindBody::Groq => Self::Groq,
            KindBody::OpenRouter => Self::OpenRouter,
            KindBody::Ollama => Self::Ollama,
            KindBody::OpenAiCompatible => Self::OpenAiCompatible,
            KindBody::GithubCopilot => Self::GithubCopilot,
            KindBody::Demo => Self::Demo,
        }
    }
}

impl From<ScopeBody> for Scope {
    fn from(it: ScopeBody) -> Self {
        match it {
            ScopeBody::System => Self::System,
            ScopeBody::User => Self::User,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_spelled_as_in_the_database() {
        for kind in ConnectionKind::ALL {
            assert_eq!(serde_json::to_value(KindBody::from(kind)).unwrap(), kind.as_str());
        }
    }
}
