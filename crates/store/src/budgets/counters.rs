//! The counters.

use diesel::prelude::*;
use diesel::upsert::excluded;
use models::limits::{Period, Subject};
use models::time::Time;

use super::Spent;
use crate::db::{Connection, Db, on};
use crate::error::StoreError;
use crate::schema::budget_counter;
use crate::subject;
use crate::types::V;

/// Whose spending of which period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Counter {
    /// Whose.
    pub subject: Subject,
    /// How long it counts.
    pub period: Period,
    /// When it began to.
    pub period_start: Time,
}

/// Amounts to add to a counter and to take away from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Change {
    tokens: i128,
    nanos: i128,
}

impl Change {
    pub(super) fn add(&mut self, amount: Spent) {
        self.tokens += i128::from(amount.tokens);
        self.nanos += i128::from(amount.nanos);
    }

    pub(super) fn subtract(&mut self, amount: Spent) {
        self.tokens -= i128::from(amount.tokens);
        self.nanos -= i128::from(amount.nanos);
    }

    pub(super) fn is_nothing(&self) -> bool {
        *self == Self::default()
    }

    /// A counter that cannot count so far stays at its end: a vendor may tell any number of tokens, and the other calls
    /// of the batch are settled nevertheless.
    pub(super) fn applied_to(&self, before: Spent) -> Spent {
        Spent { tokens: clamped(before.tokens, self.tokens), nanos: clamped(before.nanos, self.nanos) }
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

fn clamped(before: i64, change: i128) -> i64 {
    let after = (i128::from(before) + change).clamp(i64::MIN.into(), i64::MAX.into());
    i64::try_from(after).unwrap_or(i64::MAX)
}

pub(super) fn purge(db: &mut Db, before: Time) -> Result<usize, StoreError> {
    let target = budget_counter::table.filter(budget_counter::period_start.lt(V(before)));
    Ok(on!(db, |c| diesel::delete(target).execute(c))?)
}
