//! Files on their way here. The bytes are in the blob store: first as a partial file of the upload's id, at the end as a
//! blob.

use diesel::prelude::*;
use models::attachment::FileName;
use models::ids::{UploadId, UserId};
use models::time::Time;
use models::upload::Upload;

use crate::blobs::SealedBlob;
use crate::db::{Db, on};
use crate::error::StoreError;
use crate::schema::upload;
use crate::types::V;
use crate::unused_blobs;

#[derive(Queryable, Selectable)]
#[diesel(table_name = upload)]
struct UploadRow {
    id: UploadId,
    owner_id: UserId,
    name: FileName,
    bytes: i64,
    sha256: String,
    arrived: i64,
    done: bool,
    created_at: Time,
    updated_at: Time,
}

impl From<UploadRow> for Upload {
    fn from(row: UploadRow) -> Self {
        let UploadRow { id, owner_id, name, bytes, sha256, arrived, done, created_at, updated_at } = row;
        Self { id, owner_id, name, bytes, sha256, offset: arrived, done, created_at, updated_at }
    }
}

/// Adds an upload that has no bytes yet.
pub fn insert(db: &mut Db, it: &Upload) -> Result<(), StoreError> {
    let row = (
        upload::id.eq(V(it.id)),
        upload::owner_id.eq(V(it.owner_id)),
        upload::name.eq(V(&it.name)),
        upload::bytes.eq(it.bytes),
        upload::sha256.eq(&it.sha256),
        upload::arrived.eq(it.offset),
        upload::done.eq(it.done),
        upload::created_at.eq(V(it.created_at)),
        upload::updated_at.eq(V(it.updated_at)),
    );
    on!(db, |c| diesel::insert_into(upload::table).values(row).execute(c))?;
    Ok(())
}

/// The upload of an id.
pub fn find(db: &mut Db, id: UploadId) -> Result<Option<Upload>, StoreError> {
    let row = on!(db, |c| upload::table.find(V(id)).select(UploadRow::as_select()).first(c).optional())?;
    Ok(row.map(Upload::from))
}

/// An upload of the same user that promises the same bytes, the newest first: one that was broken off goes on.
pub fn find_same(db: &mut Db, owner: UserId, sha256: &str, bytes: i64) -> Result<Option<Upload>, StoreError> {
    let query = upload::table
        .filter(upload::owner_id.eq(V(owner)))
        .filter(upload::sha256.eq(sha256))
        .filter(upload::bytes.eq(bytes))
        .order(upload::id.desc());
    let row = on!(db, |c| query.select(UploadRow::as_select()).first(c).optional())?;
    Ok(row.map(Upload::from))
}

/// Notes that bytes arrived. `false`: `from` is not where it stood, or it is done or gone.
pub fn advance(db: &mut Db, id: UploadId, from: i64, to: i64, now: Time) -> Result<bool, StoreError> {
    let target = upload::table
        .filter(upload::id.eq(V(id)))
        .filter(upload::arrived.eq(from))
        .filter(upload::bytes.ge(to))
        .filter(upload::done.eq(false));
    let change = (upload::arrived.eq(to), upload::updated_at.eq(V(now)));
    Ok(on!(db, |c| diesel::update(target).set(change).execute(c))? == 1)
}

/// Begins again: what arrived has not the promised hash.
pub fn restart(db: &mut Db, id: UploadId, now: Time) -> Result<(), StoreError> {
    let target = upload::table.filter(upload::id.eq(V(id))).filter(upload::done.eq(false));
    let change = (upload::arrived.eq(0), upload::updated_at.eq(V(now)));
    on!(db, |c| diesel::update(target).set(change).execute(c))?;
    Ok(())
}

/// Everything arrived: gives the blob its name. `NotFound` when the upload is gone or promised other bytes; then nothing
/// is kept.
pub fn finish(db: &mut Db, id: UploadId, blob: SealedBlob, now: Time) -> Result<(), StoreError> {
    let hash = blob.hash().to_owned();
    unused_blobs::note(db, &hash, now)?;
    let size = i64::try_from(blob.bytes()).unwrap_or(i64::MAX);
    let target = upload::table
        .filter(upload::id.eq(V(id)))
        .filter(upload::sha256.eq(&hash))
        .filter(upload::bytes.eq(size))
        .filter(upload::done.eq(false));
    let change = (upload::arrived.eq(size), upload::done.eq(true), upload::updated_at.eq(V(now)));
    if on!(db, |c| diesel::update(target).set(change).execute(c))? == 0 {
        return Err(StoreError::NotFound);
    }
    blob.name()?;
    unused_blobs::settle(db, &hash)
}

/// Removes an upload; a document that was made of it keeps the blob. `false`: there is none.
pub fn delete(db: &mut Db, id: UploadId, now: Time) -> Result<bool, StoreError> {
    let target = upload::table.find(V(id));
    let removed =
        on!(db, |c| diesel::delete(target).returning((upload::sha256, upload::done)).get_result(c).optional())?;
    let Some((hash, done)): Option<(String, bool)> = removed else { return Ok(false) };
    if done {
        unused_blobs::note(db, &hash, now)?;
    }
    Ok(true)
}

/// The uploads that nothing came to since a time, the oldest first: to be removed with their partial files.
pub fn abandoned(db: &mut Db, before: Time, limit: u32) -> Result<Vec<UploadId>, StoreError> {
    let query = upload::table
        .filter(upload::updated_at.lt(V(before)))
        .order(upload::updated_at)
        .limit(limit.into())
        .select(upload::id);
    Ok(on!(db, |c| query.load(c))?)
}

/// Whether a finished upload has this blob.
pub(crate) fn blob_in_use(db: &mut Db, hash: &str) -> Result<bool, StoreError> {
    let rows = upload::table.filter(upload::sha256.eq(hash)).filter(upload::done.eq(true));
    Ok(on!(db, |c| diesel::select(diesel::dsl::exists(rows)).get_result(c))?)
}
