//! How many calls at once the processes may make for a key or a user.
//!
//! A process takes places and fills them by itself; what all hold together never exceeds the limit.

use diesel::prelude::*;
use diesel::upsert::excluded;
use models::ids::ProcessId;
use models::limits::Subject;
use models::time::Time;

use crate::db::{Connection, Db, on};
use crate::error::StoreError;
use crate::schema::parallel_lease;
use crate::subject;
use crate::types::{AnyId, V};

/// Places that a process holds of a subject's limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lease {
    /// Whose calls.
    pub subject: Subject,
    /// Who makes them.
    pub process: ProcessId,
    /// How many at once.
    pub places: i64,
    /// When others may have them, unless it is renewed.
    pub expires_at: Time,
}

/// Asks for as many places in all as the lease says, and says how many the process has from now on: as many as the
/// others leave of the limit.
pub fn take(db: &mut Db, wanted: &Lease, limit: i64, now: Time) -> Result<i64, StoreError> {
    let (kind, id) = subject::columns(wanted.subject);
    lock(db, wanted.subject)?;
    let of_subject = parallel_lease::table
        .filter(parallel_lease::subject_kind.eq(kind))
        .filter(parallel_lease::subject_id.eq(V(id)))
        .filter(parallel_lease::process_id.ne(V(wanted.process)));
    let live = of_subject.filter(parallel_lease::expires_at.gt(V(now))).select(parallel_lease::places);
    let held: Vec<i64> = on!(db, |c| live.load(c))?;
    let places = wanted.places.min(limit - held.iter().sum::<i64>()).max(0);
    put(db, &Lease { places, ..*wanted })?;
    Ok(places)
}

/// Sets what a process holds; nothing at all ends its lease.
pub fn put(db: &mut Db, lease: &Lease) -> Result<(), StoreError> {
    let (kind, id) = subject::columns(lease.subject);
    if lease.places <= 0 {
        let own = parallel_lease::table.find((kind, V(id), V(lease.process)));
        on!(db, |c| diesel::delete(own).execute(c))?;
        return Ok(());
    }
    let row = (
        parallel_lease::subject_kind.eq(kind),
        parallel_lease::subject_id.eq(V(id)),
        parallel_lease::process_id.eq(V(lease.process)),
        parallel_lease::places.eq(lease.places),
        parallel_lease::expires_at.eq(V(lease.expires_at)),
    );
    let key = (parallel_lease::subject_kind, parallel_lease::subject_id, parallel_lease::process_id);
    let change = (
        parallel_lease::places.eq(excluded(parallel_lease::places)),
        parallel_lease::expires_at.eq(excluded(parallel_lease::expires_at)),
    );
    on!(db, |c| diesel::insert_into(parallel_lease::table)
        .values(row)
        .on_conflict(key)
        .do_update()
        .set(change)
        .execute(c))?;
    Ok(())
}

/// Removes leases of processes that are no more, and counts them.
pub fn purge(db: &mut Db, now: Time) -> Result<usize, StoreError> {
    let target = parallel_lease::table.filter(parallel_lease::expires_at.le(V(now)));
    Ok(on!(db, |c| diesel::delete(target).execute(c))?)
}

/// Keeps others from counting until this transaction ends: rows that do not exist yet cannot be locked.
fn lock(db: &mut Db, subject: Subject) -> Result<(), StoreError> {
    let (_, AnyId(id)) = subject::columns(subject);
    match &mut db.0 {
        Connection::Pg(c) => {
            let (_, low) = id.as_u64_pair();
            diesel::sql_query("SELECT pg_advisory_xact_lock($1)")
                .bind::<diesel::sql_types::BigInt, _>(low.cast_signed())
                .execute(c)?;
        }
        // A transaction that may write is the only one.
        Connection::Sqlite(_) => {}
    }
    Ok(())
}
