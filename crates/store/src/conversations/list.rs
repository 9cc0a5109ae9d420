//! A page of the list in the sidebar.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use diesel::connection::DefaultLoadingMode;
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::sql_types::{Integer, Nullable};
use models::conversation::{ConversationSummary, Marks, Title, TitleSource};
use models::ids::{ConversationId, FolderId, RunId, TagId, UserId};
use models::page::Page;
use models::time::Time;
use uuid::Uuid;

use super::tags_of;
use crate::db::{Db, on};
use crate::error::StoreError;
use crate::raw::{Raw, raw};
use crate::schema::tag;
use crate::types::V;
use crate::types::sql::{DbText, DbTime, DbUuid};

/// Which of a user's conversations are listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConversationFilter {
    /// Whose.
    pub owner_id: UserId,
    /// Where they lie.
    pub view: View,
    /// Only those in this folder.
    pub folder_id: Option<FolderId>,
    /// Only those with this tag.
    pub tag_id: Option<TagId>,
    /// Where the page begins.
    pub cursor: Option<Cursor>,
    /// Most rows of the page.
    pub limit: u32,
}

/// Where conversations lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// In the list.
    Active,
    /// In the archive.
    Archived,
    /// In the bin.
    Bin,
}

impl View {
    /// As the column `place` counts.
    fn place(self) -> u8 {
        match self {
            Self::Active => 0,
            Self::Archived => 1,
            Self::Bin => 2,
        }
    }
}

/// What a row of the list shows. The marks are one number, because each column costs more to read
/// than to compute; what the place itself says is not asked.
const COLUMNS: &str = "id, title, title_source, folder_id, active_run_id, active_at, pinned_at, \
     CASE WHEN expires_at IS NULL THEN 0 ELSE 1 END \
     + CASE WHEN answered_at IS NULL OR answered_at <= seen_at THEN 0 ELSE 2 END";

/// What else is asked of the bin, which takes from the list and from the archive.
const COLUMNS_BIN: &str = " + CASE WHEN archived_at IS NULL THEN 0 ELSE 4 END";

type RowSql = (DbUuid, DbText, DbText, Nullable<DbUuid>, Nullable<DbUuid>, DbTime, Nullable<DbTime>, Integer);
type Row = (ConversationId, Title, TitleSource, Option<FolderId>, Option<RunId>, Time, Option<Time>, i32);

/// A page of conversations: pinned ones first, by pinning, then by their last message.
pub fn list(db: &mut Db, filter: &ConversationFilter) -> Result<Page<ConversationSummary>, StoreError> {
    let query = query(filter);
    let mut page = on!(db, |c| page(query.load_iter::<Row, DefaultLoadingMode>(c)?, filter))?;
    if has_tags(db, filter.owner_id)? {
        let mut tags = tags_of(db, &page.items.iter().map(|it| it.id).collect::<Vec<_>>())?;
        for it in &mut page.items {
            it.tag_ids = tags.remove(&it.id).unwrap_or_default();
        }
    }
    Ok(page)
}

/// Whether it is worth asking for the tags of a whole page: the list of its ids is long, so that
/// statement is prepared anew each time.
fn has_tags(db: &mut Db, owner: UserId) -> Result<bool, StoreError> {
    let query = diesel::select(exists(tag::table.filter(tag::owner_id.eq(V(owner)))));
    Ok(on!(db, |c| query.get_result(c))?)
}

/// Asks for one row more than the page has, which tells whether there is a next one.
fn query(filter: &ConversationFilter) -> Raw<RowSql> {
    let columns_of_place = if filter.view == View::Bin { COLUMNS_BIN } else { "" };
    let mut sql = format!(
        "SELECT {COLUMNS}{columns_of_place} FROM conversation WHERE owner_id = ? AND place = {}",
        filter.view.place()
    );
    let after = filter.cursor.as_ref();
    if filter.folder_id.is_some() {
        sql.push_str(" AND folder_id = ?");
    }
    if filter.tag_id.is_some() {
        sql.push_str(" AND id IN (SELECT conversation_id FROM conversation_tag WHERE tag_id = ?)");
    }
    if after.is_some() {
        sql.push_str(" AND (pin_order, active_at, id) < (?, ?, ?)");
    }
    sql.push_str(" ORDER BY pin_order DESC, active_at DESC, id DESC LIMIT ?");

    let mut query = raw(sql).id(filter.owner_id.0);
    query = query.ids(filter.folder_id.map(|id| id.0)).ids(filter.tag_id.map(|id| id.0));
    if let Some(after) = after {
        query = query.time(after.pin_order).time(after.active_at).id(after.id);
    }
    query.number(i64::from(filter.limit) + 1)
}

/// Makes the page as the rows arrive, without tags.
fn page(
    rows: impl Iterator<Item = QueryResult<Row>>,
    filter: &ConversationFilter,
) -> QueryResult<Page<ConversationSummary>> {
    let mut items = Vec::new();
    let mut last: Option<Cursor> = None;
    for row in rows {
        if items.len() == filter.limit as usize {
            return Ok(Page { items, next: last.as_ref().map(Cursor::encode) });
        }
        let (id, title, title_source, folder_id, active_run_id, active_at, pinned_at, bits) = row?;
        let marks = marks(filter.view, pinned_at, bits);
        last = Some(Cursor { pin_order: pinned_at.unwrap_or(Time::UNIX_EPOCH), active_at, id: id.0 });
        items.push(ConversationSummary {
            id,
            title,
            title_source,
            folder_id,
            active_run_id,
            tag_ids: Vec::new(),
            active_at,
            marks,
        });
    }
    Ok(Page { items, next: None })
}

fn marks(view: View, pinned_at: Option<Time>, bits: i32) -> Marks {
    let has = |bit: i32| bits & bit != 0;
    Marks {
        pinned: pinned_at.is_some(),
        archived: view == View::Archived || has(4),
        deleted: view == View::Bin,
        temporary: has(1),
        unread: has(2),
    }
}

/// A place in the list's order; `Page::next` is its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    pin_order: Time,
    active_at: Time,
    id: Uuid,
}

impl Cursor {
    fn encode(&self) -> String {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&self.pin_order.timestamp_micros().to_be_bytes());
        bytes[8..16].copy_from_slice(&self.active_at.timestamp_micros().to_be_bytes());
        bytes[16..].copy_from_slice(self.id.as_bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Reads the text of a cursor; `None` for one that this room did not make.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes: [u8; 32] = URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()?;
        let time = |bytes: &[u8]| Time::from_timestamp_micros(i64::from_be_bytes(bytes.try_into().ok()?));
        Some(Self {
            pin_order: time(&bytes[..8])?,
            active_at: time(&bytes[8..16])?,
            id: Uuid::from_slice(&bytes[16..]).ok()?,
        })
    }
}
