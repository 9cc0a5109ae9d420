//! Files that users uploaded; the bytes are in the blob store.

use std::collections::BTreeSet;

use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};
use models::attachment::{Attachment, FileName};
use models::ids::{AttachmentId, MessageId, UserId};
use models::message::Part;
use models::time::Time;
use uuid::Uuid;

use crate::blobs::SealedBlob;
use crate::db::{Db, on};
use crate::error::StoreError;
use crate::raw::{marks, raw};
use crate::schema::{attachment, attachment_use};
use crate::types::V;
use crate::types::sql::DbUuid;
use crate::unused_blobs;

#[derive(Queryable, Selectable)]
#[diesel(table_name = attachment)]
struct AttachmentRow {
    id: AttachmentId,
    owner_id: UserId,
    blob: String,
    name: FileName,
    media_type: String,
    bytes: i64,
    created_at: Time,
}

impl From<AttachmentRow> for Attachment {
    fn from(row: AttachmentRow) -> Self {
        let AttachmentRow { id, owner_id, blob, name, media_type, bytes, created_at } = row;
        Self { id, owner_id, blob, name, media_type, bytes, created_at }
    }
}

/// Adds an attachment and gives its blob its name. Until this is committed no sweep touches the
/// blob. A note of the blob that was committed before, lets a sweep find what a crash in here leaves.
pub fn keep(db: &mut Db, it: &Attachment, blob: SealedBlob) -> Result<(), StoreError> {
    unused_blobs::note(db, &it.blob, it.created_at)?;
    blob.name()?;
    insert(db, it)?;
    unused_blobs::settle(db, &it.blob)
}

fn insert(db: &mut Db, it: &Attachment) -> Result<(), StoreError> {
    let row = (
        attachment::id.eq(V(it.id)),
        attachment::owner_id.eq(V(it.owner_id)),
        attachment::blob.eq(&it.blob),
        attachment::name.eq(V(&it.name)),
        attachment::media_type.eq(&it.media_type),
        attachment::bytes.eq(it.bytes),
        attachment::created_at.eq(V(it.created_at)),
    );
    on!(db, |c| diesel::insert_into(attachment::table).values(row).execute(c))?;
    Ok(())
}

/// The attachment of an id.
pub fn find(db: &mut Db, id: AttachmentId) -> Result<Option<Attachment>, StoreError> {
    let row = on!(db, |c| attachment::table.find(V(id)).select(AttachmentRow::as_select()).first(c).optional())?;
    Ok(row.map(Attachment::from))
}

/// The attachments of these ids that exist, in no order.
pub fn find_many(db: &mut Db, ids: &[AttachmentId]) -> Result<Vec<Attachment>, StoreError> {
    let wanted: Vec<_> = ids.iter().map(|id| V(*id)).collect();
    let query = attachment::table.filter(attachment::id.eq_any(wanted));
    let rows = on!(db, |c| query.select(AttachmentRow::as_select()).load(c))?;
    Ok(rows.into_iter().map(Attachment::from).collect())
}

/// Whether an attachment has this blob.
pub fn blob_in_use(db: &mut Db, hash: &str) -> Result<bool, StoreError> {
    let query = diesel::select(exists(attachment::table.filter(attachment::blob.eq(hash))));
    Ok(on!(db, |c| query.get_result(c))?)
}

/// Notes which attachments a new message shows. `NotFound` when one does not exist.
pub(crate) fn insert_uses(db: &mut Db, message: MessageId, parts: &[Part]) -> Result<(), StoreError> {
    let shown: BTreeSet<AttachmentId> = parts.iter().filter_map(shown_by).collect();
    if shown.is_empty() {
        return Ok(());
    }
    let rows = shown.into_iter().map(|id| {
        let (message, attachment) = (V(message), V(id));
        (attachment_use::message_id.eq(message), attachment_use::attachment_id.eq(attachment))
    });
    let rows: Vec<_> = rows.collect();
    on!(db, |c| diesel::insert_into(attachment_use::table).values(rows).execute(c))?;
    Ok(())
}

fn shown_by(part: &Part) -> Option<AttachmentId> {
    match part {
        Part::Image { attachment_id } | Part::File { attachment_id } => Some(*attachment_id),
        Part::Text { .. } | Part::Reasoning { .. } | Part::ToolCall { .. } | Part::Refusal { .. } => None,
    }
}

/// No message shows it, and no run can come to: until a run ends, its log alone names the pictures
/// that the model made, and a picture from before a time is of a run from before it.
const UNUSED: &str = "NOT EXISTS (SELECT 1 FROM attachment_use WHERE attachment_use.attachment_id = attachment.id)
     AND attachment.owner_id NOT IN (SELECT owner_id FROM run WHERE finished_at IS NULL AND created_at < ?)";

/// A piece of the list of attachments, oldest ids first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Examined {
    /// Those that can be removed.
    pub unused: Vec<AttachmentId>,
    /// The last one of the piece, where the list may go on.
    pub next: Option<AttachmentId>,
}

/// Examines the next `limit` attachments at most that are from before a time.
pub fn examine(db: &mut Db, after: Option<AttachmentId>, before: Time, limit: u32) -> Result<Examined, StoreError> {
    // The piece is taken first and its length written out: Postgres would read all uses otherwise.
    let piece =
        format!("SELECT id, owner_id FROM attachment WHERE id > ? AND created_at < ? ORDER BY id LIMIT {limit}");
    let sql = format!("SELECT id, {UNUSED} FROM ({piece}) AS attachment ORDER BY id");
    let after = after.map_or(Uuid::nil(), |id| id.0);
    let query = raw::<(DbUuid, Bool)>(sql).time(before).id(after).time(before);
    let rows: Vec<(AttachmentId, bool)> = on!(db, |c| query.load(c))?;
    let next = rows.last().filter(|_| rows.len() >= limit as usize).map(|(id, _)| *id);
    Ok(Examined { unused: rows.into_iter().filter(|(_, unused)| *unused).map(|(id, _)| id).collect(), next })
}

/// Removes those of these attachments from before a time that are still unused, notes their blobs
/// as of `now`, and counts them. `NotFound` when a message came to show one at this moment; then
/// nothing is removed.
pub fn delete_unused(db: &mut Db, ids: &[AttachmentId], before: Time, now: Time) -> Result<usize, StoreError> {
    if ids.is_empty() {
        return Ok(0);
    }
    let sql = format!("DELETE FROM attachment WHERE id IN ({}) AND {UNUSED} RETURNING blob", marks(ids.len()));
    let statement = raw::<Text>(sql).ids(ids.iter().map(|id| id.0)).time(before);
    let mut blobs: Vec<String> = on!(db, |c| statement.load(c))?;
    let removed = blobs.len();
    blobs.sort_unstable();
    blobs.dedup();
    for blob in blobs {
        unused_blobs::note(db, &blob, now)?;
    }
    Ok(removed)
}
