//! What processes hold of the counters. Whoever changes a hold has locked its counter.

use diesel::prelude::*;
use diesel::upsert::excluded;
use models::ids::ProcessId;
use models::limits::Period;
use models::time::Time;

use super::Spent;
use super::counters::Counter;
use crate::db::{Connection, Db, on};
use crate::error::StoreError;
use crate::schema::budget_hold;
use crate::subject;
use crate::types::{AnyId, V};

/// A process's hold of a counter.
macro_rules! one {
    ($process:expr, $counter:expr) => {{
        let (kind, id) = subject::columns($counter.subject);
        budget_hold::table.find((kind, V(id), V($counter.period), V($counter.period_start), V($process)))
    }};
}

pub(super) fn read(db: &mut Db, process: ProcessId, counter: &Counter) -> Result<Spent, StoreError> {
    let amounts = one!(process, counter).select((budget_hold::tokens, budget_hold::nanos));
    let found: Option<(i64, i64)> = on!(db, |c| amounts.first(c).optional())?;
    Ok(found.map(|(tokens, nanos)| Spent { tokens, nanos }).unwrap_or_default())
}

/// Writes what a process holds; nothing is no row.
pub(super) fn put(
    db: &mut Db,
    (process, at): (ProcessId, Time),
    counter: &Counter,
    held: Spent,
) -> Result<(), StoreError> {
    if held == Spent::default() {
        on!(db, |c| diesel::delete(one!(process, counter)).execute(c))?;
        return Ok(());
    }
    let (kind, id) = subject::columns(counter.subject);
    let row = (
        budget_hold::subject_kind.eq(kind),
        budget_hold::subject_id.eq(V(id)),
        budget_hold::period.eq(V(counter.period)),
        budget_hold::period_start.eq(V(counter.period_start)),
        budget_hold::process_id.eq(V(process)),
        budget_hold::tokens.eq(held.tokens),
        budget_hold::nanos.eq(held.nanos),
        budget_hold::at.eq(V(at)),
    );
    let key = (
        budget_hold::subject_kind,
        budget_hold::subject_id,
        budget_hold::period,
        budget_hold::period_start,
        budget_hold::process_id,
    );
    on!(db, |c| diesel::insert_into(budget_hold::table)
        .values(row)
        .on_conflict(key)
        .do_update()
        .set((
            budget_hold::tokens.eq(excluded(budget_hold::tokens)),
            budget_hold::nanos.eq(excluded(budget_hold::nanos)),
            budget_hold::at.eq(excluded(budget_hold::at)),
        ))
        .execute(c))?;
    Ok(())
}

/// What all processes hold of a counter.
pub(super) fn all(db: &mut Db, counter: &Counter) -> Result<Spent, StoreError> {
    let (kind, id) = subject::columns(counter.subject);
    let held = budget_hold::table
        .filter(budget_hold::subject_kind.eq(kind))
        .filter(budget_hold::subject_id.eq(V(id)))
        .filter(budget_hold::period.eq(V(counter.period)))
        .filter(budget_hold::period_start.eq(V(counter.period_start)))
        .select((budget_hold::tokens, budget_hold::nanos));
    let rows: Vec<(i64, i64)> = on!(db, |c| held.load(c))?;
    Ok(rows.into_iter().fold(Spent::default(), |sum, (tokens, nanos)| Spent {
        tokens: sum.tokens.saturating_add(tokens),
        nanos: sum.nanos.saturating_add(nanos),
    }))
}

/// A hold's counter as its columns.
type Columns = (String, AnyId, Period, Time);

macro_rules! counter {
    () => {
        (budget_hold::subject_kind, budget_hold::subject_id, budget_hold::period, budget_hold::period_start)
    };
}

fn counter((kind, AnyId(id), period, period_start): Columns) -> Result<Counter, StoreError> {
    Ok(Counter { subject: subject::from_columns(&kind, id)?, period, period_start })
}

/// Notes that a process lives, and returns what it holds something of.
pub(super) fn touch(db: &mut Db, process: ProcessId, at: Time) -> Result<Vec<Counter>, StoreError> {
    let own = budget_hold::table.filter(budget_hold::process_id.eq(V(process)));
    if let Connection::Pg(c) = &mut db.0 {
        // In the order in which counters are locked: an update locks its rows in any.
        let locked: Vec<Columns> = own.select(counter!()).order(counter!()).for_update().load(c)?;
        drop(locked);
    }
    let touched = diesel::update(own).set(budget_hold::at.eq(V(at))).returning(counter!());
    let rows: Vec<Columns> = on!(db, |c| touched.load(c))?;
    rows.into_iter().map(counter).collect()
}

/// Holds of processes that were not heard of since a time, in the order in which counters are locked.
pub(super) fn not_touched_since(db: &mut Db, before: Time) -> Result<Vec<(ProcessId, Counter)>, StoreError> {
    let old = budget_hold::table.filter(budget_hold::at.lt(V(before))).select((budget_hold::process_id, counter!()));
    let rows: Vec<(ProcessId, Columns)> = on!(db, |c| old.load(c))?;
    let holds = rows.into_iter().map(|(process, columns)| Ok((process, counter(columns)?)));
    let mut holds = holds.collect::<Result<Vec<_>, StoreError>>()?;
    holds.sort_by_key(|(process, counter)| (*counter, *process));
    Ok(holds)
}

/// Removes a hold that is still untouched, and returns what was held.
pub(super) fn remove(
    db: &mut Db,
    process: ProcessId,
    counter: &Counter,
    before: Time,
) -> Result<Option<Spent>, StoreError> {
    let target = one!(process, counter).filter(budget_hold::at.lt(V(before)));
    let removed = diesel::delete(target).returning((budget_hold::tokens, budget_hold::nanos));
    let found: Option<(i64, i64)> = on!(db, |c| removed.get_result(c).optional())?;
    Ok(found.map(|(tokens, nanos)| Spent { tokens, nanos }))
}
