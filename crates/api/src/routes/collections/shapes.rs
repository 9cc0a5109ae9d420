//! JSON shapes of collections.

use chrono::{DateTime, Utc};
use managers::knowledge::collections::CollectionView;
use models::knowledge::{CollectionCounts, DocumentCounts, EmbeddingIndex, IndexProgress, IndexState};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// What a persona or a conversation may search.
#[derive(Serialize, ToSchema)]
#[schema(as = Collection)]
pub(crate) struct CollectionBody {
    id: Uuid,
    name: String,
    description: String,
    /// The space whose members search it too, and whose admins change it too.
    #[schema(required)]
    workspace_id: Option<Uuid>,
    /// Whether you may change it.
    can_change: bool,
    /// The model by which it is searched; `null` where words alone are.
    #[schema(required)]
    embedding: Option<EmbeddingBody>,
    /// Another model whose vectors are being made meanwhile.
    #[schema(required)]
    next_embedding: Option<EmbeddingBody>,
    documents: DocumentCountsBody,
    chunks: u64,
    /// Size of all files.
    bytes: u64,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

/// The vectors that a model makes of a collection.
#[derive(Serialize, ToSchema)]
#[schema(as = CollectionEmbedding)]
pub(crate) struct EmbeddingBody {
    connection_id: Uuid,
    model: String,
    /// Length of the vectors; `null` until the model has answered once.
    #[schema(required)]
    dimensions: Option<u32>,
    state: IndexStateBody,
    /// Chunks with a vector.
    done: u64,
    /// All chunks.
    total: u64,
}

/// Whether vectors are searched.
#[derive(Serialize, ToSchema)]
#[schema(as = EmbeddingState)]
#[serde(rename_all = "snake_case")]
enum IndexStateBody {
    Serving,
    /// Not every chunk had a vector yet.
    Building,
}

/// How far documents are.
#[derive(Serialize, ToSchema)]
#[schema(as = DocumentCounts)]
struct DocumentCountsBody {
    total: u64,
    ready: u64,
    /// That wait to be read or are being read.
    processing: u64,
    failed: u64,
    /// That their source has otherwise now; counted above as well.
    stale: u64,
}

impl From<CollectionView> for CollectionBody {
    fn from(it: CollectionView) -> Self {
        let CollectionCounts { documents, chunks, bytes } = it.counts;
        Self {
            id: it.collection.id.0,
            name: it.collection.name.as_str().to_owned(),
            description: it.collection.description,
            workspace_id: it.collection.workspace_id.map(|id| id.0),
            can_change: it.can_change,
            embedding: it.embedding.map(Into::into),
            next_embedding: it.next_embedding.map(Into::into),
            documents: documents.into(),
            chunks,
            bytes,
            created_at: it.collection.created_at,
            updated_at: it.collection.updated_at,
        }
    }
}

impl From<(EmbeddingIndex, IndexProgress)> for EmbeddingBody {
    fn from((index, progress): (EmbeddingIndex, IndexProgress)) -> Self {
        Self {
            connection_id: index.connection_id.0,
            model: index.model,
            dimensions: index.dimensions,
            state: match index.state {
                IndexState::Serving => IndexStateBody::Serving,
                IndexState::Building => IndexStateBody::Building,
            },
            done: progress.done,
            total: progress.total,
        }
    }
}

impl From<DocumentCounts> for DocumentCountsBody {
    fn from(it: DocumentCounts) -> Self {
        let DocumentCounts { total, ready, processing, failed, stale } = it;
        Self { total, ready, processing, failed, stale }
    }
}
