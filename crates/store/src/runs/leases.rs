//! Which process works on which run, and for how long the others believe it.

use diesel::prelude::*;
use models::ids::{ProcessId, RunId};
use models::run::Run;
use models::time::Time;

use super::RunRow;
use crate::db::{Db, on};
use crate::error::StoreError;
use crate::schema::run;
use crate::types::V;

/// Prolongs the leases that a process still holds on these runs, and counts them.
pub fn renew_leases(db: &mut Db, owner: ProcessId, runs: &[RunId], until: Time) -> Result<usize, StoreError> {
    let target = run::table
        .filter(run::id.eq_any(runs.iter().map(|id| V(*id)).collect::<Vec<_>>()))
        .filter(run::lease_owner.eq(V(owner)))
        .filter(run::finished_at.is_null());
    Ok(on!(db, |c| diesel::update(target).set(run::lease_until.eq(V(until))).execute(c))?)
}

/// Asks the process that works on a run to stop it; a run that ended stays as it is.
pub fn request_interrupt(db: &mut Db, id: RunId, now: Time) -> Result<(), StoreError> {
    let target = run::table.find(V(id)).filter(run::finished_at.is_null());
    on!(db, |c| diesel::update(target).set(run::interrupt_requested_at.eq(V(now))).execute(c))?;
    Ok(())
}

/// The runs under way that this process was asked to stop.
pub fn interrupts_requested(db: &mut Db, owner: ProcessId) -> Result<Vec<RunId>, StoreError> {
    let query = run::table
        .filter(run::finished_at.is_null())
        .filter(run::interrupt_requested_at.is_not_null())
        .filter(run::lease_owner.eq(V(owner)))
        .order(run::id)
        .select(run::id);
    Ok(on!(db, |c| query.load(c))?)
}

/// Runs under way whose lease ran out, the longest ago first.
pub fn expired_leases(db: &mut Db, now: Time, limit: u32) -> Result<Vec<Run>, StoreError> {
    let query = run::table
        .filter(run::finished_at.is_null())
        .filter(run::lease_until.lt(V(now)))
        .order((run::lease_until, run::id))
        .limit(limit.into());
    let rows = on!(db, |c| query.select(RunRow::as_select()).load(c))?;
    Ok(rows.into_iter().map(Run::from).collect())
}

/// Runs under way of other processes. On SQLite there is no other process, so whoever starts
/// knows that these were left behind.
pub fn held_by_others(db: &mut Db, owner: ProcessId) -> Result<Vec<Run>, StoreError> {
    let query = run::table.filter(run::finished_at.is_null()).filter(run::lease_owner.ne(V(owner))).order(run::id);
    let rows = on!(db, |c| query.select(RunRow::as_select()).load(c))?;
    Ok(rows.into_iter().map(Run::from).collect())
}
