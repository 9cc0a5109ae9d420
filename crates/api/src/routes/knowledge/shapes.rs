//! JSON shapes of searches.

use std::time::Duration;

use managers::knowledge::search::{SearchReport, SearchRequest, Took};
use models::ids::{CollectionId, DocumentId};
use models::knowledge::{Candidate, CutReason, Fate, Passage, Ranked};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::routes::conversations::shapes::ModelChoiceBody;

/// What is looked for, and where.
#[derive(Deserialize, ToSchema)]
#[schema(as = KnowledgeSearch)]
#[serde(deny_unknown_fields)]
pub(super) struct SearchBody {
    query: String,
    #[serde(default)]
    collection_ids: Vec<Uuid>,
    #[serde(default)]
    document_ids: Vec<Uuid>,
    /// Most passages; the settings say how many where it is absent.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 100)]
    limit: Option<u32>,
    /// A model that is asked how well each candidate fits.
    #[serde(default)]
    rerank: Option<ModelChoiceBody>,
    /// Whether the candidates are wanted too.
    #[serde(default)]
    explain: bool,
}

/// What was found.
#[derive(Serialize, ToSchema)]
#[schema(as = KnowledgeReport)]
pub(super) struct ReportBody {
    /// The best first.
    passages: Vec<PassageBody>,
    /// What was looked at, the best first; empty without `explain`.
    candidates: Vec<CandidateBody>,
    /// Whether only words were searched.
    lexical_only: bool,
    /// What a person may want to know about the search, in sentences.
    notes: Vec<String>,
    took_ms: TookBody,
}

/// Neighbouring chunks as one text.
#[derive(Serialize, ToSchema)]
#[schema(as = Passage)]
struct PassageBody {
    document_id: Uuid,
    document_name: String,
    /// The document's own title.
    #[schema(required)]
    title: Option<String>,
    #[schema(required)]
    collection_id: Option<Uuid>,
    /// The headings above it, outermost first.
    heading_path: Vec<String>,
    /// The page, slide or sheet on which it begins, from 1.
    #[schema(required)]
    page: Option<u32>,
    /// Where it begins in the document's Markdown, in characters.
    start: u32,
    /// Where it ends.
    end: u32,
    text: String,
    /// Only comparable within one search.
    score: f64,
    chunk_ids: Vec<Uuid>,
}

/// A chunk that was looked at.
#[derive(Serialize, ToSchema)]
#[schema(as = SearchCandidate)]
struct CandidateBody {
    chunk_id: Uuid,
    document_id: Uuid,
    document_name: String,
    /// Its place in the document, from 0.
    index: u32,
    #[schema(required)]
    page: Option<u32>,
    text: String,
    /// Its place by words.
    #[schema(required)]
    lexical: Option<RankedBody>,
    /// Its place by meaning.
    #[schema(required)]
    vector: Option<RankedBody>,
    /// Both places as one score.
    fused: f64,
    /// What the model thought of it, from 0 to 1.
    #[schema(required)]
    reranked: Option<f64>,
    fate: FateBody,
    /// Why it was cut.
    #[schema(required)]
    reason: Option<ReasonBody>,
}

/// A place in a list.
#[derive(Serialize, ToSchema)]
#[schema(as = SearchRank)]
struct RankedBody {
    /// From 1.
    rank: u32,
    /// Only comparable within the list.
    score: f64,
}

/// What became of a candidate.
#[derive(Serialize, ToSchema)]
#[schema(as = CandidateFate)]
#[serde(rename_all = "snake_case")]
enum FateBody {
    /// It is a passage, or begins one.
    Taken,
    /// It is part of a neighbour's passage.
    Merged,
    Cut,
}

/// Why a candidate was cut.
#[derive(Serialize, ToSchema)]
#[schema(as = CutReason)]
#[serde(rename_all = "snake_case")]
enum ReasonBody {
    /// Enough others fit better.
    BelowLimit,
    /// Another says the same.
    SameText,
    /// Its document has enough passages.
    TooManyOfDocument,
    /// There was no room for its tokens.
    TokenBudget,
    /// The model that was asked thought little of it.
    RankedDown,
}

/// How long each step took, in milliseconds.
#[derive(Serialize, ToSchema)]
#[schema(as = SearchTook)]
struct TookBody {
    embed: f64,
    lexical: f64,
    vector: f64,
    rerank: f64,
    total: f64,
}

impl From<SearchBody> for SearchRequest {
    fn from(it: SearchBody) -> Self {
        Self {
            query: it.query,
            collection_ids: it.collection_ids.into_iter().map(CollectionId).collect(),
            document_ids: it.document_ids.into_iter().map(DocumentId).collect(),
            limit: it.limit,
            tokens: None,
            rerank: it.rerank.map(Into::into),
            explain: it.explain,
        }
    }
}

impl From<SearchReport> for ReportBody {
    fn from(it: SearchReport) -> Self {
        Self {
            passages: it.passages.into_iter().map(Into::into).collect(),
            candidates: it.candidates.into_iter().map(Into::into).collect(),
            lexical_only: it.lexical_only,
            notes: it.notes,
            took_ms: it.took.into(),
        }
    }
}

impl From<Passage> for PassageBody {
    fn from(it: Passage) -> Self {
        Self {
            document_id: it.document_id.0,
            document_name: it.document_name,
            title: it.title,
            collection_id: it.collection_id.map(|id| id.0),
            heading_path: it.heading_path,
            page: it.page,
            start: it.start,
            end: it.end,
            text: it.text,
            score: it.score,
            chunk_ids: it.chunk_ids.into_iter().map(|id| id.0).collect(),
        }
    }
}

impl From<Candidate> for CandidateBody {
    fn from(it: Candidate) -> Self {
        let (fate, reason) = match it.fate {
            Fate::Taken => (FateBody::Taken, None),
            Fate::Merged => (FateBody::Merged, None),
            Fate::Cut { reason } => (FateBody::Cut, Some(reason.into())),
        };
        Self {
            chunk_id: it.chunk.id.0,
            document_id: it.chunk.document_id.0,
            document_name: it.document_name,
            index: it.chunk.index,
            page: it.chunk.page,
            text: it.chunk.text,
            lexical: it.lexical.map(Into::into),
            vector: it.vector.map(Into::into),
            fused: it.fused,
            reranked: it.reranked,
            fate,
            reason,
        }
    }
}

impl From<Ranked> for RankedBody {
    fn from(it: Ranked) -> Self {
        Self { rank: it.rank, score: it.score }
    }
}

impl From<CutReason> for ReasonBody {
    fn from(it: CutReason) -> Self {
        match it {
            CutReason::BelowLimit => Self::BelowLimit,
            CutReason::SameText => Self::SameText,
            CutReason::TooManyOfDocument => Self::TooManyOfDocument,
            CutReason::TokenBudget => Self::TokenBudget,
            CutReason::RankedDown => Self::RankedDown,
        }
    }
}

impl From<Took> for TookBody {
    fn from(it: Took) -> Self {
        let ms = |took: Duration| (took.as_secs_f64() * 1e5).round() / 1e2;
        Self {
            embed: ms(it.embed),
            lexical: ms(it.lexical),
            vector: ms(it.vector),
            rerank: ms(it.rerank),
            total: ms(it.total),
        }
    }
}
