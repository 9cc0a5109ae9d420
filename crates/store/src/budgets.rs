//! What keys and users spend in a day or a month: held by a process before a call, settled after it.
//!
//! A counter always equals what was settled on it plus what processes hold of it. A process takes more than one call
//! needs and hands it out by itself, so that most calls wait for no transaction; what is held in all never exceeds a
//! limit, whatever the processes do. All functions lock the counters of a batch in one order, so that processes do not
//! wait for each other in a ring.

use std::collections::BTreeMap;

use models::ids::ProcessId;
use models::time::Time;

use crate::db::Db;
use crate::error::StoreError;

mod counters;
mod holds;

pub use counters::Counter;

/// Tokens and money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Spent {
    /// Of prompts and answers.
    pub tokens: i64,
    /// Nano-dollars.
    pub nanos: i64,
}

/// An amount on one counter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Charge {
    /// Which.
    pub counter: Counter,
    /// How much; not negative.
    pub amount: Spent,
}

/// What a process asks of a counter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Take {
    /// Which.
    pub counter: Counter,
    /// What it holds for no call and gives back first.
    pub unused: Spent,
    /// What calls wait for.
    pub need: Spent,
    /// Most tokens of the period; without a limit none are held.
    pub limit_tokens: Option<i64>,
    /// Most nano-dollars of the period; without a limit none are held.
    pub limit_nanos: Option<i64>,
}

/// A call that is over.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settle {
    /// What was held for it.
    pub held: Vec<Charge>,
    /// What it took.
    pub took: Vec<Charge>,
}

/// Calls of the size asked for that a process takes ahead where much is left.
const AHEAD_CALLS: i64 = 16;
/// It takes at most this part of what is left, so that other processes find some too.
const AHEAD_SHARE: i64 = 8;

/// Takes amounts for a process and says how much of each counter it may hand out: what is needed and some more where
/// enough is left, less where it is not. At most one take per counter.
pub fn take(db: &mut Db, process: ProcessId, at: Time, takes: &[Take]) -> Result<Vec<Spent>, StoreError> {
    let mut granted = vec![Spent::default(); takes.len()];
    let mut places: Vec<(&Take, &mut Spent)> = takes.iter().zip(&mut granted).collect();
    places.sort_by_key(|(take, _)| take.counter);
    for (take, granted) in places {
        let counter = &take.counter;
        let shown = counters::lock(db, counter)?;
        let held = holds::read(db, process, counter)?;
        // Where the hold was taken for abandoned there is nothing to give back.
        let back = least(take.unused, held);
        let left = Spent { tokens: shown.tokens - back.tokens, nanos: shown.nanos - back.nanos };
        *granted = Spent {
            tokens: grant(left.tokens, take.need.tokens, take.limit_tokens),
            nanos: grant(left.nanos, take.need.nanos, take.limit_nanos),
        };
        let after = |before: i64, back: i64, granted: i64| before.saturating_sub(back).saturating_add(granted);
        let change = |before: Spent| Spent {
            tokens: after(before.tokens, back.tokens, granted.tokens),
            nanos: after(before.nanos, back.nanos, granted.nanos),
        };
        counters::put(db, counter, change(shown))?;
        holds::put(db, (process, at), counter, change(held))?;
    }
    Ok(granted)
}

/// How much of a limit is given to a process that needs so much.
fn grant(shown: i64, need: i64, limit: Option<i64>) -> i64 {
    let Some(limit) = limit else { return 0 };
    let left = limit.saturating_sub(shown).max(0);
    let ahead = need.saturating_mul(AHEAD_CALLS).min(left / AHEAD_SHARE);
    need.max(ahead).min(left)
}

fn least(one: Spent, other: Spent) -> Spent {
    Spent { tokens: one.tokens.min(other.tokens), nanos: one.nanos.min(other.nanos) }
}

/// Puts what calls took in the place of what was held for them. A hold that is gone, because its process was taken for
/// dead, holds nothing any more; then what the calls took is just added.
pub fn settle_many(db: &mut Db, process: ProcessId, at: Time, settles: &[Settle]) -> Result<(), StoreError> {
    let mut sums: BTreeMap<Counter, (counters::Change, Spent)> = BTreeMap::new();
    for settle in settles {
        for charge in &settle.took {
            sums.entry(charge.counter).or_default().0.add(charge.amount);
        }
        for charge in &settle.held {
            let (_, held) = sums.entry(charge.counter).or_default();
            held.tokens = held.tokens.saturating_add(charge.amount.tokens);
            held.nanos = held.nanos.saturating_add(charge.amount.nanos);
        }
    }
    for (counter, (mut change, back)) in sums {
        if change.is_nothing() && back == Spent::default() {
            continue;
        }
        let shown = counters::lock(db, &counter)?;
        if back != Spent::default() {
            let held = holds::read(db, process, &counter)?;
            let back = least(back, held);
            change.subtract(back);
            let left = Spent { tokens: held.tokens - back.tokens, nanos: held.nanos - back.nanos };
            holds::put(db, (process, at), &counter, left)?;
        }
        counters::put(db, &counter, change.applied_to(shown))?;
    }
    Ok(())
}

/// Says that a process lives, and which counters it holds something of.
pub fn touch(db: &mut Db, process: ProcessId, at: Time) -> Result<Vec<Counter>, StoreError> {
    holds::touch(db, process, at)
}

/// Gives back what processes hold that were not heard of since a time, and counts the holds. The caller chooses the
/// time so that the processes are dead.
pub fn release_abandoned(db: &mut Db, before: Time) -> Result<usize, StoreError> {
    let abandoned = holds::not_touched_since(db, before)?;
    let mut released = 0;
    for (process, counter) in abandoned {
        let shown = counters::lock(db, &counter)?;
        // Whoever came back to life in between keeps what it holds.
        let Some(held) = holds::remove(db, process, &counter, before)? else { continue };
        let mut change = counters::Change::default();
        change.subtract(held);
        counters::put(db, &counter, change.applied_to(shown))?;
        released += 1;
    }
    Ok(released)
}

/// What was settled on a counter. Calls under way are not in it.
pub fn used(db: &mut Db, counter: &Counter) -> Result<Spent, StoreError> {
    let shown = counters::read(db, counter)?;
    let held = holds::all(db, counter)?;
    Ok(Spent { tokens: shown.tokens - held.tokens, nanos: shown.nanos - held.nanos })
}

/// Removes counters of periods that began before a time, and counts them. The caller leaves those
/// that a call under way may still be settled on.
pub fn purge(db: &mut Db, before: Time) -> Result<usize, StoreError> {
    counters::purge(db, before)
}
