//! Lists of conversations and what a search finds.

use actix_web::{get, web};
use chrono::{DateTime, Utc};
use managers::context::Context;
use managers::conversations::list::{self as verbs, ListConversations};
use models::ids::{FolderId, TagId};
use models::search::{MARK_END, MARK_START, SearchHit};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::shapes::ConversationSummaryBody;
use crate::error::ApiError;
use crate::extract::{Actor, Json, Page, Query};
use crate::json_text::JsonText;
use crate::page::List;

/// Which conversations.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// Active, archived or in the bin.
    #[serde(default)]
    #[param(inline)]
    view: ViewName,
    /// Only those in this folder.
    folder_id: Option<Uuid>,
    /// Only those with this tag.
    tag_id: Option<Uuid>,
}

/// Active, archived or in the bin.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ViewName {
    /// Neither archived nor in the bin.
    #[default]
    Active,
    /// Archived.
    Archived,
    /// In the bin.
    Bin,
}

/// List conversations
///
/// Pinned ones first, then by their last message.
#[utoipa::path(tag = "conversations", params(Which, Page), responses((status = 200, body = List<ConversationSummaryBody>), ApiError), security(("bearer" = [])))]
#[get("/conversations")]
pub(super) async fn list_conversations(
    cx: web::Data<Context>,
    actor: Actor,
    which: Query<Which>,
    page: Page,
) -> Result<JsonText<List<ConversationSummaryBody>>, ApiError> {
    let Query(which) = which;
    let query = ListConversations {
        view: match which.view {
            ViewName::Active => verbs::View::Active,
            ViewName::Archived => verbs::View::Archived,
            ViewName::Bin => verbs::View::Bin,
        },
        folder_id: which.folder_id.map(FolderId),
        tag_id: which.tag_id.map(TagId),
        cursor: page.cursor,
        limit: page.limit,
    };
    Ok(JsonText(verbs::list(&cx, &actor, query).await?.into()))
}

/// What to search for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct SearchFor {
    /// Words; the last one may be a beginning.
    #[param(min_length = 1, max_length = 200)]
    q: String,
}

/// A title or message that matches.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SearchHit)]
pub(crate) struct SearchHitBody {
    conversation_id: Uuid,
    title: String,
    /// The run to jump to; `null` when the title matches.
    #[schema(required)]
    run_id: Option<Uuid>,
    #[schema(required)]
    message_id: Option<Uuid>,
    #[schema(required, value_type = Option<String>)]
    role: Option<&'static str>,
    /// Text around the match.
    snippet: Vec<SnippetBody>,
    at: DateTime<Utc>,
}

/// A piece of a snippet.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = Snippet)]
pub(crate) struct SnippetBody {
    text: String,
    /// Whether this piece matches.
    r#match: bool,
}

/// Search titles and messages
#[utoipa::path(tag = "conversations", params(SearchFor, Page), responses((status = 200, body = List<SearchHitBody>), ApiError), security(("bearer" = [])))]
#[get("/search")]
pub(super) async fn search_conversations(
    cx: web::Data<Context>,
    actor: Actor,
    query: Query<SearchFor>,
    page: Page,
) -> Result<Json<List<SearchHitBody>>, ApiError> {
    let Query(query) = query;
    Ok(Json(verbs::search(&cx, &actor, query.q, page.cursor, page.limit).await?.into()))
}

impl From<SearchHit> for SearchHitBody {
    fn from(hit: SearchHit) -> Self {
        Self {
            conversation_id: hit.conversation_id.0,
            title: hit.title,
            run_id: hit.message.as_ref().map(|m| m.run_id.0),
            message_id: hit.message.as_ref().map(|m| m.message_id.0),
            role: hit.message.as_ref().map(|m| m.role.as_str()),
            snippet: pieces(&hit.snippet),
            at: hit.at,
        }
    }
}

/// Cuts a snippet at its marks, so that no client has to trust it as markup.
fn pieces(snippet: &str) -> Vec<SnippetBody> {
    let mut pieces = Vec::new();
    for (place, piece) in snippet.split([MARK_START, MARK_END]).enumerate() {
        if !piece.is_empty() {
            pieces.push(SnippetBody { text: piece.to_owned(), r#match: place % 2 == 1 });
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snippet_is_cut_at_its_marks() {
        let piece = |text: &str, r#match| SnippetBody { text: text.into(), r#match };
        let marked = format!("a {MARK_START}b{MARK_END} c {MARK_START}d{MARK_END}");
        assert_eq!(pieces(&marked), vec![piece("a ", false), piece("b", true), piece(" c ", false), piece("d", true)]);
        assert_eq!(pieces(""), vec![]);
    }
}
