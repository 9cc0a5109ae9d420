//! What keys and users spend in a day or a month: held before a call, settled after it.
//!
//! A counter always equals what was settled on it plus what the open reservations hold of it. All
//! functions lock the counters of a batch in one order, so that processes do not wait for each
//! other in a ring.

use std::collections::BTreeMap;

use models::ids::{ProcessId, ReservationId};
use models::limits::{Period, Subject};
use models::time::Time;
use serde::{Deserialize, Serialize};

use crate::db::Db;
use crate::error::StoreError;

mod counters;
mod reservations;

use counters::Counter;

/// Tokens and money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Spent {
    /// Of prompts and answers.
    pub tokens: i64,
    /// Nano-dollars.
    pub nanos: i64,
}

/// An amount on one counter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Charge {
    /// Whose.
    pub subject: Subject,
    /// How long the counter counts.
    pub period: Period,
    /// When it began to.
    pub period_start: Time,
    /// Of prompts and answers; not negative.
    pub tokens: i64,
    /// Nano-dollars; not negative.
    pub nanos: i64,
}

/// An amount that is held if the counter stays within the limits with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// The most that the call may take.
    pub charge: Charge,
    /// Most tokens of the period.
    pub limit_tokens: Option<i64>,
    /// Most nano-dollars of the period.
    pub limit_nanos: Option<i64>,
}

/// A call that asks to begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reserve {
    /// Names the reservation.
    pub id: ReservationId,
    /// Who makes the call, for an operator to see.
    pub process: ProcessId,
    /// When.
    pub at: Time,
    /// What it may take; at most one line per counter.
    pub lines: Vec<Line>,
}

/// A call that is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settle {
    /// What was held for it.
    pub reservation: Option<ReservationId>,
    /// What it took.
    pub charges: Vec<Charge>,
}

/// A budget is used up. Where several are, the one that comes back last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exceeded {
    /// Whose.
    pub subject: Subject,
    /// Of which period.
    pub period: Period,
    /// When the next period begins.
    pub resets_at: Time,
}

/// Holds amounts for calls in the order given, each call's all or nothing. The outer error is the
/// database's: then nothing is held.
pub fn reserve_many(db: &mut Db, reserves: &[Reserve]) -> Result<Vec<Result<(), Exceeded>>, StoreError> {
    let mut counters = BTreeMap::new();
    for line in reserves.iter().flat_map(|reserve| &reserve.lines) {
        counters.insert(Counter::of(&line.charge), Spent::default());
    }
    for (counter, spent) in &mut counters {
        *spent = counters::lock(db, counter)?;
    }
    let before = counters.clone();
    let outcomes: Vec<_> = reserves.iter().map(|reserve| hold(&mut counters, reserve)).collect();
    for (counter, spent) in &counters {
        if before.get(counter) != Some(spent) {
            counters::put(db, counter, *spent)?;
        }
    }
    let held = reserves.iter().zip(&outcomes).filter(|(_, outcome)| outcome.is_ok()).map(|(reserve, _)| reserve);
    reservations::insert(db, &held.collect::<Vec<_>>())?;
    Ok(outcomes)
}

fn hold(counters: &mut BTreeMap<Counter, Spent>, reserve: &Reserve) -> Result<(), Exceeded> {
    let mut after = Vec::with_capacity(reserve.lines.len());
    let mut exceeded: Option<Exceeded> = None;
    for line in &reserve.lines {
        let counter = Counter::of(&line.charge);
        match with(counters.get(&counter).copied().unwrap_or_default(), line) {
            Some(spent) => after.push((counter, spent)),
            None => {
                let Charge { subject, period, period_start, .. } = line.charge;
                let one = Exceeded { subject, period, resets_at: period.end(period_start) };
                exceeded = Some(exceeded.filter(|other| other.resets_at >= one.resets_at).unwrap_or(one));
            }
        }
    }
    match exceeded {
        Some(exceeded) => Err(exceeded),
        None => {
            counters.extend(after);
            Ok(())
        }
    }
}

/// What a counter shows with a line; `None` beyond its limits.
fn with(spent: Spent, line: &Line) -> Option<Spent> {
    let within = |spent: i64, charge: i64, limit: Option<i64>| {
        spent.checked_add(charge).filter(|sum| limit.is_none_or(|limit| *sum <= limit))
    };
    Some(Spent {
        tokens: within(spent.tokens, line.charge.tokens, line.limit_tokens)?,
        nanos: within(spent.nanos, line.charge.nanos, line.limit_nanos)?,
    })
}

/// Puts what calls took in the place of what was held for them. A reservation that is gone, because
/// it was taken for abandoned, holds nothing any more; then what the call took is just added.
pub fn settle_many(db: &mut Db, settles: &[Settle]) -> Result<(), StoreError> {
    let ids: Vec<_> = settles.iter().filter_map(|settle| settle.reservation).collect();
    let held = reservations::remove(db, &ids)?;
    let took = settles.iter().flat_map(|settle| &settle.charges);
    counters::change(db, held.iter().map(|charge| (-1, charge)).chain(took.map(|charge| (1, charge))))
}

/// Gives back what calls hold that began before a time, and counts them. The caller chooses a time
/// from before which no call can still be under way, unless its process is dead.
pub fn release_abandoned(db: &mut Db, before: Time) -> Result<usize, StoreError> {
    let ids = reservations::begun_before(db, before)?;
    let held = reservations::remove(db, &ids)?;
    counters::change(db, held.iter().map(|charge| (-1, charge)))?;
    Ok(ids.len())
}

/// What a counter shows: settled and held.
pub fn used(db: &mut Db, subject: Subject, period: Period, period_start: Time) -> Result<Spent, StoreError> {
    counters::read(db, &Counter { subject, period, period_start })
}

/// Removes counters of periods that began before a time, and counts them. The caller leaves those
/// that a call under way may still be settled on.
pub fn purge(db: &mut Db, before: Time) -> Result<usize, StoreError> {
    counters::purge(db, before)
}
