//! JSON shapes of sources.

use chrono::{DateTime, Utc};
use managers::knowledge::sources::SourceView;
use models::knowledge::{SourceKind, SourceState};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A place whose documents a collection follows.
#[derive(Serialize, ToSchema)]
#[schema(as = Source)]
pub(super) struct SourceBody {
    id: Uuid,
    collection_id: Uuid,
    kind: SourceKindBody,
    /// The folder's path, or the address of the page or of the repository.
    location: String,
    /// Git: the branch or tag; `null` for the repository's own choice.
    #[schema(required)]
    reference: Option<String>,
    /// What is left out, in the form of a `.gitignore`.
    #[schema(required)]
    ignore: Option<String>,
    /// Web: how many links away pages of the same host are read.
    depth: u32,
    /// How often it is looked at again; `null` for only when asked.
    #[schema(required)]
    refresh_minutes: Option<u32>,
    state: SourceStateBody,
    /// Why the last look failed.
    #[schema(required)]
    error: Option<String>,
    /// How many it has.
    documents: u64,
    /// When it was last looked at with success.
    #[schema(required)]
    synced_at: Option<DateTime<Utc>>,
    #[schema(required)]
    next_sync_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
}

/// Kinds of places.
#[derive(Serialize, Deserialize, ToSchema)]
#[schema(as = SourceKind)]
#[serde(rename_all = "snake_case")]
pub(super) enum SourceKindBody {
    /// A folder on the server's machine; for administrators, where the settings allow it.
    Folder,
    /// A page of the web, with what it links to.
    Url,
    /// A Git repository.
    Git,
}

/// How a source is.
#[derive(Serialize, ToSchema)]
#[schema(as = SourceState)]
#[serde(rename_all = "snake_case")]
enum SourceStateBody {
    Idle,
    /// It is being looked at.
    Syncing,
    /// The last look failed.
    Failed,
}

impl From<SourceKindBody> for SourceKind {
    fn from(it: SourceKindBody) -> Self {
        match it {
            SourceKindBody::Folder => Self::Folder,
            SourceKindBody::Url => Self::Url,
            SourceKindBody::Git => Self::Git,
        }
    }
}

impl From<SourceView> for SourceBody {
    fn from(SourceView { source, documents }: SourceView) -> Self {
        Self {
            id: source.id.0,
            collection_id: source.collection_id.0,
            kind: match source.kind {
                SourceKind::Folder => SourceKindBody::Folder,
                SourceKind::Url => SourceKindBody::Url,
                SourceKind::Git => SourceKindBody::Git,
            },
            location: source.location,
            reference: source.reference,
            ignore: source.ignore,
            depth: source.depth,
            refresh_minutes: source.refresh_minutes,
            state: match source.state {
                SourceState::Idle => SourceStateBody::Idle,
                SourceState::Syncing => SourceStateBody::Syncing,
                SourceState::Failed => SourceStateBody::Failed,
            },
            error: source.error,
            documents,
            synced_at: source.synced_at,
            next_sync_at: source.next_sync_at,
            created_at: source.created_at,
        }
    }
}
