//! Listing conversations and searching them.

use models::conversation::ConversationSummary;
use models::ids::{FolderId, TagId};
use models::invalid::Invalid;
use models::page::Page;
use models::search::SearchHit;
use store::conversations::{ConversationFilter, Cursor};

pub use store::conversations::View;

use crate::access::Actor;
use crate::context::Context;
use crate::error::Result;

/// Most characters of a search.
const QUERY_CHARACTERS_MAX: usize = 200;

/// Which conversations, and from where.
#[derive(Debug, Clone)]
pub struct ListConversations {
    /// Active, archived or in the bin.
    pub view: View,
    /// Only those in this folder.
    pub folder_id: Option<FolderId>,
    /// Only those with this tag.
    pub tag_id: Option<TagId>,
    /// Where the page begins.
    pub cursor: Option<String>,
    /// Most rows.
    pub limit: u32,
}

/// The caller's conversations, pinned ones first, then by their last message.
pub async fn list(cx: &Context, actor: &Actor, query: ListConversations) -> Result<Page<ConversationSummary>> {
    let cursor = match query.cursor {
        None => None,
        Some(text) => Some(Cursor::parse(&text).ok_or_else(bad_cursor)?),
    };
    let filter = ConversationFilter {
        owner_id: actor.id(),
        view: query.view,
        folder_id: query.folder_id,
        tag_id: query.tag_id,
        cursor,
        limit: query.limit,
    };
    cx.store.read(move |db| Ok(store::conversations::list(db, &filter)?)).await
}

/// Titles and messages of the caller that hold all words of the query; the last word may be a
/// beginning.
pub async fn search(
    cx: &Context,
    actor: &Actor,
    query: String,
    cursor: Option<String>,
    limit: u32,
) -> Result<Page<SearchHit>> {
    let query = query.trim().to_owned();
    if query.is_empty() || query.chars().count() > QUERY_CHARACTERS_MAX {
        let message = format!("must have 1 to {QUERY_CHARACTERS_MAX} characters");
        return Err(Invalid::new("q", message).into());
    }
    let cursor = match cursor {
        None => None,
        Some(text) => Some(store::search::Cursor::parse(&text).ok_or_else(bad_cursor)?),
    };
    let owner = actor.id();
    cx.store.read(move |db| Ok(store::search::search(db, owner, &query, cursor, limit)?)).await
}

fn bad_cursor() -> Invalid {
    Invalid::new("cursor", "must be the next_cursor of an earlier page")
}
