//! JSON shapes of conversations.

use chrono::{DateTime, Utc};
use models::connection::ModelChoice;
use models::conversation::{Conversation, ConversationSummary, Marks};
use models::ids::{CollectionId, ConnectionId};
use models::run::{ReasoningEffort, RunParameters};
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::json_text::json_object;

/// A conversation.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Conversation)]
pub(crate) struct ConversationBody {
    id: Uuid,
    title: String,
    #[schema(inline, value_type = TitleSourceName)]
    title_source: &'static str,
    #[schema(required)]
    folder_id: Option<Uuid>,
    tag_ids: Vec<Uuid>,
    #[schema(required)]
    model: Option<ModelChoiceBody>,
    parameters: ParametersBody,
    pinned: bool,
    archived: bool,
    deleted: bool,
    temporary: bool,
    /// Whether an answer ended since the user last looked.
    unread: bool,
    #[schema(required)]
    head_run_id: Option<Uuid>,
    /// The answer that is under way.
    #[schema(required)]
    active_run_id: Option<Uuid>,
    created_at: DateTime<Utc>,
    /// Last message; orders the list.
    active_at: DateTime<Utc>,
    #[schema(required)]
    deleted_at: Option<DateTime<Utc>>,
    #[schema(required)]
    expires_at: Option<DateTime<Utc>>,
}

/// A row of the list of conversations.
#[derive(Debug, ToSchema)]
#[cfg_attr(test, derive(Serialize))]
#[schema(as = ConversationSummary)]
pub(crate) struct ConversationSummaryBody {
    id: Uuid,
    title: String,
    #[schema(inline, value_type = TitleSourceName)]
    title_source: &'static str,
    #[schema(required)]
    folder_id: Option<Uuid>,
    tag_ids: Vec<Uuid>,
    pinned: bool,
    archived: bool,
    deleted: bool,
    temporary: bool,
    unread: bool,
    #[schema(required)]
    active_run_id: Option<Uuid>,
    active_at: DateTime<Utc>,
}

json_object! {
    ConversationSummaryBody {
        id, title, title_source, folder_id, tag_ids, pinned, archived, deleted, temporary, unread,
        active_run_id, active_at,
    }
}

/// Who chose a title.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[expect(dead_code, reason = "documents the spelling of `TitleSource`")]
enum TitleSourceName {
    Default,
    FirstWords,
    Model,
    User,
}

/// A model of a connection.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = ModelChoice)]
#[serde(deny_unknown_fields)]
pub(crate) struct ModelChoiceBody {
    /// The connection.
    pub connection_id: Uuid,
    /// The vendor's model id.
    #[serde(deserialize_with = "model_id")]
    #[schema(min_length = 1, max_length = 200)]
    pub model: String,
}

/// The bounds of [`ModelChoice::model`].
fn model_id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let id = String::deserialize(deserializer)?;
    if (1..=200).contains(&id.chars().count()) {
        return Ok(id);
    }
    Err(serde::de::Error::custom("must have 1 to 200 characters"))
}

/// Instructions and sampling; what is absent is left to the vendor.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = Parameters)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ParametersBody {
    /// Instructions put before the conversation.
    #[schema(max_length = 100_000)]
    pub system_prompt: Option<String>,
    /// Randomness.
    #[schema(minimum = 0.0, maximum = 2.0)]
    pub temperature: Option<f64>,
    /// Share of probability mass to sample from.
    #[schema(minimum = 0.0, maximum = 1.0)]
    pub top_p: Option<f64>,
    /// Most tokens of the answer.
    #[schema(minimum = 1)]
    pub max_output_tokens: Option<u32>,
    /// How long a reasoning model thinks.
    pub reasoning_effort: Option<ReasoningEffortBody>,
    /// Collections that are searched with the user's words.
    #[schema(max_items = 20)]
    pub collection_ids: Vec<Uuid>,
    /// Whether the web is searched with the user's words.
    pub web_search: bool,
}

/// How long a reasoning model thinks.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[schema(as = ReasoningEffort)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ReasoningEffortBody {
    /// Briefly.
    Low,
    /// As usual.
    Medium,
    /// At length.
    High,
}

impl From<Conversation> for ConversationBody {
    fn from(it: Conversation) -> Self {
        Self {
            id: it.id.0,
            unread: it.unread(),
            title: it.title.as_str().to_owned(),
            title_source: it.title_source.as_str(),
            folder_id: it.folder_id.map(|id| id.0),
            tag_ids: it.tag_ids.iter().map(|id| id.0).collect(),
            model: it.model.map(Into::into),
            parameters: it.parameters.into(),
            pinned: it.pinned_at.is_some(),
            archived: it.archived_at.is_some(),
            deleted: it.deleted_at.is_some(),
            temporary: it.expires_at.is_some(),
            head_run_id: it.head_run_id.map(|id| id.0),
            active_run_id: it.active_run_id.map(|id| id.0),
            created_at: it.created_at,
            active_at: it.active_at,
            deleted_at: it.deleted_at,
            expires_at: it.expires_at,
        }
    }
}

impl From<ConversationSummary> for ConversationSummaryBody {
    fn from(it: ConversationSummary) -> Self {
        let Marks { pinned, archived, deleted, temporary, unread } = it.marks;
        Self {
            id: it.id.0,
            title: it.title.into_string(),
            title_source: it.title_source.as_str(),
            folder_id: it.folder_id.map(|id| id.0),
            tag_ids: it.tag_ids.iter().map(|id| id.0).collect(),
            pinned,
            archived,
            deleted,
            temporary,
            unread,
            active_run_id: it.active_run_id.map(|id| id.0),
            active_at: it.active_at,
        }
    }
}

impl From<ModelChoice> for ModelChoiceBody {
    fn from(it: ModelChoice) -> Self {
        Self { connection_id: it.connection_id.0, model: it.model }
    }
}

impl From<ModelChoiceBody> for ModelChoice {
    fn from(it: ModelChoiceBody) -> Self {
        Self { connection_id: ConnectionId(it.connection_id), model: it.model }
    }
}

impl From<RunParameters> for ParametersBody {
    fn from(it: RunParameters) -> Self {
        Self {
            system_prompt: it.system_prompt,
            temperature: it.temperature,
            top_p: it.top_p,
            max_output_tokens: it.max_output_tokens,
            reasoning_effort: it.reasoning_effort.map(|effort| match effort {
                ReasoningEffort::Low => ReasoningEffortBody::Low,
                ReasoningEffort::Medium => ReasoningEffortBody::Medium,
                ReasoningEffort::High => ReasoningEffortBody::High,
            }),
            collection_ids: it.collection_ids.into_iter().map(|id| id.0).collect(),
            web_search: it.web_search,
        }
    }
}

impl From<ParametersBody> for RunParameters {
    fn from(it: ParametersBody) -> Self {
        Self {
            system_prompt: it.system_prompt,
            temperature: it.temperature,
            top_p: it.top_p,
            max_output_tokens: it.max_output_tokens,
            reasoning_effort: it.reasoning_effort.map(|effort| match effort {
                ReasoningEffortBody::Low => ReasoningEffort::Low,
                ReasoningEffortBody::Medium => ReasoningEffort::Medium,
                ReasoningEffortBody::High => ReasoningEffort::High,
            }),
            collection_ids: it.collection_ids.into_iter().map(CollectionId).collect(),
            web_search: it.web_search,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json_text::tests::check;
    use crate::page::List;

    fn row() -> ConversationSummaryBody {
        ConversationSummaryBody {
            id: Uuid::from_u128(1),
            title: "Größe \"M\"".into(),
            title_source: "first_words",
            folder_id: Some(Uuid::from_u128(2)),
            tag_ids: vec![Uuid::from_u128(3), Uuid::from_u128(4)],
            pinned: true,
            archived: false,
            deleted: true,
            temporary: false,
            unread: true,
            active_run_id: None,
            active_at: DateTime::from_timestamp_micros(1_767_225_600_000_000).unwrap(),
        }
    }

    #[test]
    fn a_list_of_rows_is_written_as_serde_writes_it() {
        check(&List { items: vec![row(), row()], next_cursor: Some("next".into()) });
        check(&List::whole(Vec::<ConversationSummaryBody>::new()));
    }
}
