//! Files that users uploaded; the bytes are in the blob store.

use diesel::dsl::exists;
use diesel::prelude::*;
use models::attachment::{Attachment, FileName};
use models::ids::{AttachmentId, UserId};
use models::time::Time;

use crate::db::{Db, on};
use crate::error::StoreError;
use crate::schema::attachment;
use crate::types::V;

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

/// Adds an attachment whose blob is already there.
pub fn insert(db: &mut Db, it: &Attachment) -> Result<(), StoreError> {
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
