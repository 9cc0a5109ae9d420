//! JSON shapes of keys. A key's text has a place only in the answer that makes it.

use chrono::{DateTime, Utc};
use models::api_key::{ApiKey, ModelPattern, Scope};
use models::secret::SecretString;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::limits::LimitsBody;

/// A key that programs call with.
#[derive(Clone, Serialize, ToSchema)]
#[schema(as = ApiKey)]
pub(crate) struct ApiKeyBody {
    id: Uuid,
    owner_id: Uuid,
    /// The shared workspace that its calls belong to; `null`: its owner's private one.
    #[schema(required)]
    workspace_id: Option<Uuid>,
    name: String,
    /// Its last four characters.
    hint: String,
    scopes: Vec<ScopeBody>,
    /// Names of models, or beginnings of names with a `*`; empty is all.
    allowed_models: Vec<String>,
    limits: LimitsBody,
    #[schema(required)]
    expires_at: Option<DateTime<Utc>>,
    #[schema(required)]
    revoked_at: Option<DateTime<Utc>>,
    /// To within a minute.
    #[schema(required)]
    last_used_at: Option<DateTime<Utc>>,
    /// Until when the text that the last rotation replaced still works.
    #[schema(required)]
    previous_until: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

/// A key with its text, which is shown once.
#[derive(Serialize, ToSchema)]
#[schema(as = ApiKeyWithText)]
pub(crate) struct ApiKeyWithTextBody {
    #[serde(flatten)]
    about: ApiKeyBody,
    /// The text to call with. `null` where the same request is answered again.
    #[schema(required, format = Password, example = "pk_…")]
    key: Option<String>,
}

/// What a key may be used for.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[schema(as = ApiKeyScope)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ScopeBody {
    /// Asking models, under `/v1`.
    Gateway,
    /// All that its owner may do but managing keys, users and logins, under `/api/v1`.
    Api,
}

impl ApiKeyWithTextBody {
    pub(super) fn new((key, text): (ApiKey, SecretString)) -> Self {
        Self { about: key.into(), key: Some(text.expose().to_owned()) }
    }

    /// What may be kept of the answer.
    pub(super) fn without_text(&self) -> Self {
        Self { about: self.about.clone(), key: None }
    }
}

impl From<ApiKey> for ApiKeyBody {
    fn from(it: ApiKey) -> Self {
        Self {
            id: it.id.0,
            owner_id: it.owner_id.0,
            workspace_id: it.workspace_id.map(|id| id.0),
            name: it.name.as_str().to_owned(),
            hint: it.hint,
            scopes: it.scopes.into_iter().map(ScopeBody::from).collect(),
            allowed_models: it.allowed_models.into_iter().map(ModelPattern::into).collect(),
            limits: it.limits.into(),
            expires_at: it.expires_at,
            revoked_at: it.revoked_at,
            last_used_at: it.last_used_at,
            previous_until: it.previous_until,
            created_at: it.created_at,
            updated_at: it.updated_at,
        }
    }
}

impl From<Scope> for ScopeBody {
    fn from(it: Scope) -> Self {
        match it {
            Scope::Gateway => Self::Gateway,
            Scope::Api => Self::Api,
        }
    }
}

impl From<ScopeBody> for Scope {
    fn from(it: ScopeBody) -> Self {
        match it {
            ScopeBody::Gateway => Self::Gateway,
            ScopeBody::Api => Self::Api,
        }
    }
}
