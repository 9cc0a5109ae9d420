//! The counters.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::upsert::excluded;
use models::limits::{Period, Subject};
use models::time::Time;

use super::{Charge, Spent};
use crate::db::{Connection, Db, on};
use crate::error::StoreError;
use crate::schema::budget_counter;
use crate::subject;
use crate::types::V;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Counter {
    pub(super) subject: Subject,
    pub(super) period: Period,
    pub(super) period_start: Time,
}

impl Counter {
    pub(super) fn of(charge: &Charge) -> Self {
        Self { subject: charge.subject, period: charge.period, period_start: charge.period_start }
    }
}

/// What the row of a counter shows.
macro_rules! shown {
    ($counter:expr) => {{
        let (kind, id) = subject::columns($counter.subject);
        budget_counter::table
            .find((kind, V(id), V($counter.period), V($counter.period_start)))
            .select((budget_counter::tokens, budget_counter::nanos))
    }};
}

/// The row of a counter that shows an amount.
macro_rules! row {
    ($counter:expr, $spent:expr) => {{
        let (kind, id) = subject::columns($counter.subject);
        (
            budget_counter::subject_kind.eq(kind),
            budget_counter::subject_id.eq(V(id)),
            budget_counter::period.eq(V($counter.period)),
            budget_counter::period_start.eq(V($counter.period_start)),
            budget_counter::tokens.eq($spent.tokens),
            budget_counter::nanos.eq($spent.nanos),
        )
    }};
}

fn spent((tokens, nanos): (i64, i64)) -> Spent {
    Spent { tokens, nanos }
}

pub(super) fn read(db: &mut Db, counter: &Counter) -> Result<Spent, StoreError> {
    let found: Option<(i64, i64)> = on!(db, |c| shown!(counter).first(c).optional())?;
    Ok(found.map(spent).unwrap_or_default())
}

/// Reads a counter so that nobody else changes it until this transaction ends.
pub(super) fn lock(db: &mut Db, counter: &Counter) -> Result<Spent, StoreError> {
    match &mut db.0 {
        Connection::Pg(c) => lock_row(c, counter),
        // On SQLite a transaction that may write is the only one.
        Connection::Sqlite(_) => read(db, counter),
    }
}

fn lock_row(c: &mut PgConnection, counter: &Counter) -> Result<Spent, StoreError> {
    let found: Option<(i64, i64)> = shown!(counter).for_update().first(c).optional()?;
    if let Some(found) = found {
        return Ok(spent(found));
    }
    // A row that does not exist cannot be locked.
    diesel::insert_into(budget_counter::table)
        .values(row!(counter, Spent::default()))
        .on_conflict_do_nothing()
        .execute(c)?;
    let found: Option<(i64, i64)> = shown!(counter).for_update().first(c).optional()?;
    // A clean-up may have removed it in between.
    found.map(spent).ok_or(StoreError::Busy)
}

/// Writes what a locked counter shows.
pub(super) fn put(db: &mut Db, counter: &Counter, spent: Spent) -> Result<(), StoreError> {
    let key = (
        budget_counter::subject_kind,
        budget_counter::subject_id,
        budget_counter::period,
        budget_counter::period_start,
    );
    on!(db, |c| diesel::insert_into(budget_counter::table)
        .values(row!(counter, spent))
        .on_conflict(key)
        .do_update()
        .set((
            budget_counter::tokens.eq(excluded(budget_counter::tokens)),
            budget_counter::nanos.eq(excluded(budget_counter::nanos)),
        ))
        .execute(c))?;
    Ok(())
}

/// Adds charges, each with its sign. A counter that cannot count so far stays at its end: a vendor
/// may tell any number of tokens, and the other calls of the batch are settled nevertheless.
pub(super) fn change<'a>(db: &mut Db, charges: impl Iterator<Item = (i128, &'a Charge)>) -> Result<(), StoreError> {
    let mut changes: BTreeMap<Counter, (i128, i128)> = BTreeMap::new();
    for (sign, charge) in charges {
        let (tokens, nanos) = changes.entry(Counter::of(charge)).or_default();
        *tokens += sign * i128::from(charge.tokens);
        *nanos += sign * i128::from(charge.nanos);
    }
    changes.retain(|_, change| *change != (0, 0));
    for (counter, (tokens, nanos)) in changes {
        let before = lock(db, &counter)?;
        let after = Spent { tokens: clamped(before.tokens, tokens), nanos: clamped(before.nanos, nanos) };
        put(db, &counter, after)?;
    }
    Ok(())
}

fn clamped(before: i64, change: i128) -> i64 {
    let after = (i128::from(before) + change).clamp(i64::MIN.into(), i64::MAX.into());
    i64::try_from(after).unwrap_or(i64::MAX)
}

pub(super) fn purge(db: &mut Db, before: Time) -> Result<usize, StoreError> {
    let target = budget_counter::table.filter(budget_counter::period_start.lt(V(before)));
    Ok(on!(db, |c| diesel::delete(target).execute(c))?)
}
