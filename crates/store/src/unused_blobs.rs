//! Blobs that nothing may refer to any more, and their removal. Attachments, documents and finished uploads refer to them.
//!
//! A row is a doubt about a blob, and its lock: whoever gives the file its name or removes it holds
//! the row until the transaction ends. So an upload and a sweep of equal bytes take turns, on both
//! databases and in any number of processes, and the sweep sees the attachment of an upload that
//! went before it.

use diesel::prelude::*;
use diesel::sql_types::Text;
use models::time::Time;

use crate::blobs::BlobStore;
use crate::db::{Db, Dialect, on};
use crate::error::StoreError;
use crate::knowledge::documents;
use crate::raw::raw;
use crate::schema::unused_blob;
use crate::types::V;
use crate::{attachments, uploads};

/// Notes that a blob may be without an attachment since a time, and holds its lock. Who notes
/// several does it in the order of their hashes, so that two never wait for each other.
pub fn note(db: &mut Db, hash: &str, since: Time) -> Result<(), StoreError> {
    on!(db, |c| {
        diesel::insert_into(unused_blob::table)
            .values((unused_blob::hash.eq(hash), unused_blob::since.eq(V(since))))
            .on_conflict(unused_blob::hash)
            .do_update()
            .set(unused_blob::since.eq(V(since)))
            .execute(c)
    })?;
    Ok(())
}

/// Takes a note back, because the blob has an attachment or is gone. The lock holds on.
pub fn settle(db: &mut Db, hash: &str) -> Result<(), StoreError> {
    on!(db, |c| diesel::delete(unused_blob::table.filter(unused_blob::hash.eq(hash))).execute(c))?;
    Ok(())
}

/// Whether a blob has been noted since before a time: asked first, because a sweep that finds
/// nothing would still make SQLite's writers wait.
pub fn any(db: &mut Db, before: Time) -> Result<bool, StoreError> {
    let query = diesel::select(diesel::dsl::exists(unused_blob::table.filter(unused_blob::since.lt(V(before)))));
    Ok(on!(db, |c| query.get_result(c))?)
}

/// Looks at `limit` blobs at most that were noted before a time, removes the files of those that
/// nothing refers to, and counts the files. One that cannot be removed is noted again as of `now`.
pub fn sweep(db: &mut Db, blobs: &BlobStore, before: Time, now: Time, limit: u32) -> Result<usize, StoreError> {
    let mut removed = 0;
    for hash in lock(db, before, limit)? {
        if !in_use(db, &hash)? {
            if let Err(error) = blobs.remove(&hash) {
                tracing::warn!(%error, hash, "a blob that nobody needs stays on the disk until tomorrow");
                note(db, &hash, now)?;
                continue;
            }
            removed += 1;
        }
        settle(db, &hash)?;
    }
    Ok(removed)
}

fn in_use(db: &mut Db, hash: &str) -> Result<bool, StoreError> {
    Ok(attachments::blob_in_use(db, hash)? || documents::blob_in_use(db, hash)? || uploads::blob_in_use(db, hash)?)
}

/// Those that another transaction holds are left to it.
fn lock(db: &mut Db, before: Time, limit: u32) -> Result<Vec<String>, StoreError> {
    let skip_locked = match db.dialect() {
        Dialect::Postgres => "FOR UPDATE SKIP LOCKED",
        // There is one writer.
        Dialect::Sqlite => "",
    };
    let sql = format!("SELECT hash FROM unused_blob WHERE since < ? ORDER BY since LIMIT ? {skip_locked}");
    let query = raw::<Text>(sql).time(before).number(limit.into());
    Ok(on!(db, |c| query.load(c))?)
}
