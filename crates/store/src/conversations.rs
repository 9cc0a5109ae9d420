//! What the user sees as a chat.

mod list;
mod purge;

use std::collections::HashMap;

use diesel::prelude::*;
use models::connection::ModelChoice;
use models::conversation::{Conversation, Title, TitleSource};
use models::ids::{ConnectionId, ConversationId, FolderId, RunId, TagId, UserId};
use models::run::RunParameters;
use models::time::Time;

use crate::db::{Connection, Db, on};
use crate::error::StoreError;
use crate::schema::{conversation, conversation_tag};
use crate::types::{Json, V, without_nul};

pub use list::{ConversationFilter, Cursor, View, list};
pub use purge::purge;

/// The fields are in the order of the table, which the list's SQL follows.
#[derive(Queryable, Selectable)]
#[diesel(table_name = conversation)]
struct ConversationRow {
    id: ConversationId,
    owner_id: UserId,
    title: Title,
    title_source: TitleSource,
    folder_id: Option<FolderId>,
    head_run_id: Option<RunId>,
    active_run_id: Option<RunId>,
    connection_id: Option<ConnectionId>,
    model: Option<String>,
    pinned_at: Option<Time>,
    archived_at: Option<Time>,
    deleted_at: Option<Time>,
    expires_at: Option<Time>,
    created_at: Time,
    active_at: Time,
    seen_at: Option<Time>,
    answered_at: Option<Time>,
    parameters: Option<Json<RunParameters>>,
}

impl ConversationRow {
    fn with_tags(self, tag_ids: Vec<TagId>) -> Conversation {
        let model = self.connection_id.zip(self.model);
        Conversation {
            id: self.id,
            owner_id: self.owner_id,
            title: self.title,
            title_source: self.title_source,
            folder_id: self.folder_id,
            head_run_id: self.head_run_id,
            active_run_id: self.active_run_id,
            model: model.map(|(connection_id, model)| ModelChoice { connection_id, model }),
            parameters: self.parameters.map(|json| json.0).unwrap_or_default(),
            tag_ids,
            pinned_at: self.pinned_at,
            archived_at: self.archived_at,
            deleted_at: self.deleted_at,
            expires_at: self.expires_at,
            created_at: self.created_at,
            active_at: self.active_at,
            seen_at: self.seen_at,
            answered_at: self.answered_at,
        }
    }
}

/// Nothing chosen is NULL, so that a list parses no empty object for each row.
pub(crate) fn chosen(parameters: &RunParameters) -> Option<Json<&RunParameters>> {
    (*parameters != RunParameters::default()).then_some(Json(parameters))
}

/// Adds a conversation with its tags. `NotFound` when the folder or a tag does not exist.
pub fn insert(db: &mut Db, it: &Conversation) -> Result<(), StoreError> {
    let row = (
        conversation::id.eq(V(it.id)),
        conversation::owner_id.eq(V(it.owner_id)),
        conversation::title.eq(V(&it.title)),
        conversation::title_source.eq(V(it.title_source)),
        conversation::folder_id.eq(it.folder_id.map(V)),
        conversation::head_run_id.eq(it.head_run_id.map(V)),
        conversation::active_run_id.eq(it.active_run_id.map(V)),
        conversation::connection_id.eq(it.model.as_ref().map(|model| V(model.connection_id))),
        conversation::model.eq(it.model.as_ref().map(|model| without_nul(&model.model))),
        conversation::pinned_at.eq(it.pinned_at.map(V)),
        conversation::archived_at.eq(it.archived_at.map(V)),
        conversation::deleted_at.eq(it.deleted_at.map(V)),
        conversation::expires_at.eq(it.expires_at.map(V)),
        conversation::created_at.eq(V(it.created_at)),
        conversation::active_at.eq(V(it.active_at)),
        conversation::seen_at.eq(it.seen_at.map(V)),
        conversation::answered_at.eq(it.answered_at.map(V)),
        conversation::parameters.eq(chosen(&it.parameters)),
    );
    on!(db, |c| diesel::insert_into(conversation::table).values(row).execute(c))?;
    add_tags(db, it.id, &it.tag_ids)
}

/// The conversation of an id, wherever it lies.
pub fn find(db: &mut Db, id: ConversationId) -> Result<Option<Conversation>, StoreError> {
    let query = conversation::table.find(V(id));
    let row = on!(db, |c| query.select(ConversationRow::as_select()).first(c).optional())?;
    with_tags(db, row)
}

/// Like [`find`], and keeps other transactions from changing the row until this one ends. For a
/// change that depends on what was read.
pub fn lock(db: &mut Db, id: ConversationId) -> Result<Option<Conversation>, StoreError> {
    let query = conversation::table.find(V(id));
    let row = match &mut db.0 {
        Connection::Pg(c) => query.select(ConversationRow::as_select()).for_update().first(c).optional(),
        Connection::Sqlite(c) => query.select(ConversationRow::as_select()).first(c).optional(),
    }?;
    with_tags(db, row)
}

fn with_tags(db: &mut Db, row: Option<ConversationRow>) -> Result<Option<Conversation>, StoreError> {
    let Some(row) = row else { return Ok(None) };
    let tag_ids = tags_of(db, &[row.id])?.remove(&row.id).unwrap_or_default();
    Ok(Some(row.with_tags(tag_ids)))
}

fn tags_of(db: &mut Db, ids: &[ConversationId]) -> Result<HashMap<ConversationId, Vec<TagId>>, StoreError> {
    let wanted: Vec<_> = ids.iter().map(|id| V(*id)).collect();
    let query = conversation_tag::table
        .filter(conversation_tag::conversation_id.eq_any(wanted))
        .order((conversation_tag::conversation_id, conversation_tag::tag_id))
        .select((conversation_tag::conversation_id, conversation_tag::tag_id));
    let pairs: Vec<(ConversationId, TagId)> = on!(db, |c| query.load(c))?;
    let mut tags: HashMap<_, Vec<_>> = HashMap::new();
    for (conversation, tag) in pairs {
        tags.entry(conversation).or_default().push(tag);
    }
    Ok(tags)
}

/// Writes title, folder, model, parameters, and the times of pin, archive, bin and expiry. The
/// other fields have functions of their own, because runs change them meanwhile.
pub fn update(db: &mut Db, it: &Conversation) -> Result<(), StoreError> {
    let change = (
        conversation::title.eq(V(&it.title)),
        conversation::title_source.eq(V(it.title_source)),
        conversation::folder_id.eq(it.folder_id.map(V)),
        conversation::connection_id.eq(it.model.as_ref().map(|model| V(model.connection_id))),
        conversation::model.eq(it.model.as_ref().map(|model| without_nul(&model.model))),
        conversation::parameters.eq(chosen(&it.parameters)),
        conversation::pinned_at.eq(it.pinned_at.map(V)),
        conversation::archived_at.eq(it.archived_at.map(V)),
        conversation::deleted_at.eq(it.deleted_at.map(V)),
        conversation::expires_at.eq(it.expires_at.map(V)),
    );
    let changed = on!(db, |c| diesel::update(conversation::table.find(V(it.id))).set(change).execute(c))?;
    if changed == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

/// Replaces the tags. `NotFound` when one does not exist.
pub fn set_tags(db: &mut Db, id: ConversationId, tags: &[TagId]) -> Result<(), StoreError> {
    let old = conversation_tag::table.filter(conversation_tag::conversation_id.eq(V(id)));
    on!(db, |c| diesel::delete(old).execute(c))?;
    add_tags(db, id, tags)
}

fn add_tags(db: &mut Db, id: ConversationId, tags: &[TagId]) -> Result<(), StoreError> {
    if tags.is_empty() {
        return Ok(());
    }
    let mut tags = tags.to_vec();
    tags.sort();
    tags.dedup();
    let rows =
        tags.iter().map(|tag| (conversation_tag::conversation_id.eq(V(id)), conversation_tag::tag_id.eq(V(*tag))));
    let rows: Vec<_> = rows.collect();
    on!(db, |c| diesel::insert_into(conversation_tag::table).values(rows).execute(c))?;
    Ok(())
}

/// Points at the run whose branch is shown; `active_at` moves the conversation in the list.
pub fn set_head(db: &mut Db, id: ConversationId, run: RunId, active_at: Time) -> Result<(), StoreError> {
    let change = (conversation::head_run_id.eq(V(run)), conversation::active_at.eq(V(active_at)));
    let changed = on!(db, |c| diesel::update(conversation::table.find(V(id))).set(change).execute(c))?;
    if changed == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

/// Takes the one place for a run that is under way, and moves the conversation to the top of the
/// list. `false`: another run has the place, or there is no such conversation.
pub fn claim_active(db: &mut Db, id: ConversationId, run: RunId, now: Time) -> Result<bool, StoreError> {
    let target = conversation::table.find(V(id)).filter(conversation::active_run_id.is_null());
    let change = (conversation::active_run_id.eq(V(run)), conversation::active_at.eq(V(now)));
    let changed = on!(db, |c| diesel::update(target).set(change).execute(c))?;
    Ok(changed == 1)
}

/// Gives the place back and notes when the answer ended. Nothing happens where another run has it.
pub fn release_active(db: &mut Db, id: ConversationId, run: RunId, answered_at: Time) -> Result<(), StoreError> {
    let target = conversation::table.find(V(id)).filter(conversation::active_run_id.eq(V(run)));
    let change = (conversation::active_run_id.eq(None::<V<RunId>>), conversation::answered_at.eq(V(answered_at)));
    on!(db, |c| diesel::update(target).set(change).execute(c))?;
    Ok(())
}

/// Notes that the user looked.
pub fn mark_seen(db: &mut Db, id: ConversationId, now: Time) -> Result<(), StoreError> {
    let change = conversation::seen_at.eq(V(now));
    let changed = on!(db, |c| diesel::update(conversation::table.find(V(id))).set(change).execute(c))?;
    if changed == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

/// Temporary conversations whose time is over and in which no run is under way, oldest first.
pub fn expired_temporary(db: &mut Db, now: Time, limit: u32) -> Result<Vec<ConversationId>, StoreError> {
    let query = conversation::table
        .filter(conversation::expires_at.le(V(now)))
        .filter(conversation::active_run_id.is_null())
        .order(conversation::expires_at)
        .limit(limit.into())
        .select(conversation::id);
    Ok(on!(db, |c| query.load(c))?)
}

/// Conversations that were put into the bin before a time and in which no run is under way.
pub fn bin_older_than(db: &mut Db, before: Time, limit: u32) -> Result<Vec<ConversationId>, StoreError> {
    let query = conversation::table
        .filter(conversation::deleted_at.lt(V(before)))
        .filter(conversation::active_run_id.is_null())
        .order(conversation::deleted_at)
        .limit(limit.into())
        .select(conversation::id);
    Ok(on!(db, |c| query.load(c))?)
}
