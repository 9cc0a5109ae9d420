//! The ledger: one entry per call, written many at a time shortly after the calls end.
//!
//! An entry and what it changes in the budgets are one transaction. While the database refuses, the
//! entries wait in memory and new calls are refused: nothing is given away that could not be counted.

use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::FutureExt;
use models::ids::{ApiKeyId, UsageEntryId, WorkspaceId};
use models::limits::{Period, Subject};
use models::time::Time;
use models::usage_entry::UsageEntry;
use store::budgets::{self, Charge, Counter, Settle};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::refused::Refused;
use crate::context::Context;
use crate::error::Error;

/// How long entries gather before they are written.
const GATHER: Duration = Duration::from_millis(25);
/// Pause before entries that could not be written are tried again.
const RETRY: Duration = Duration::from_secs(1);
/// Unwritten entries with which calls are still accepted.
const BACKLOG_MAX: usize = 10_000;
/// How often a key's last use is noted.
const TOUCH_SECONDS: i64 = 60;

/// Entries on their way to the database.
#[derive(Default)]
pub struct Ledger {
    waiting: Mutex<Vec<Spent>>,
    arrived: Notify,
    /// Held while entries are written, so that whoever flushes knows that all earlier ones are there.
    writing: tokio::sync::Mutex<()>,
    touched: Mutex<HashMap<ApiKeyId, Time>>,
}

/// A call that has ended.
pub(super) struct Spent {
    pub(super) entry: UsageEntry,
    /// What was held of budgets for it.
    pub(super) held: Vec<Charge>,
}

impl Ledger {
    /// Takes an entry. It is written soon.
    pub(super) fn take(&self, spent: Spent) {
        lock(&self.waiting).push(spent);
        self.arrived.notify_one();
    }

    /// Refuses when too much is not written yet.
    pub(super) fn check(&self) -> Result<(), Refused> {
        if lock(&self.waiting).len() < BACKLOG_MAX { Ok(()) } else { Err(Error::Busy.into()) }
    }
}

/// Writes entries as they come, until told to end; then writes what is left.
pub async fn keep(cx: Context, stop: CancellationToken) {
    loop {
        tokio::select! {
            () = stop.cancelled() => break,
            () = cx.gateway.ledger.arrived.notified() => tokio::time::sleep(GATHER).await,
            () = tokio::time::sleep(super::budgets::IDLE) => {}
        }
        super::budgets::give_back(&cx, super::budgets::IDLE).await;
        if !flush(&cx).await {
            tokio::time::sleep(RETRY).await;
            cx.gateway.ledger.arrived.notify_one();
        }
    }
    super::budgets::give_back(&cx, Duration::ZERO).await;
    if !flush(&cx).await {
        tracing::error!(entries = lock(&cx.gateway.ledger.waiting).len(), "entries of the ledger were not written");
    }
}

/// Writes what waits. `false`: it could not be written and waits still.
pub async fn flush(cx: &Context) -> bool {
    let _turn = cx.gateway.ledger.writing.lock().await;
    let batch = std::mem::take(&mut *lock(&cx.gateway.ledger.waiting));
    if batch.is_empty() {
        return true;
    }
    let entries: Vec<UsageEntry> = batch.iter().map(|spent| spent.entry.clone()).collect();
    let settles: HashMap<UsageEntryId, Settle> = batch.iter().map(|spent| (spent.entry.id, settle(spent))).collect();
    let (process, at) = (cx.process_id, cx.now());
    let touches = cx.gateway.ledger.touches(&batch);
    let write = cx.store.write(move |db| {
        // A batch that seemed to fail may have been committed; what is there already was settled with it.
        let new = store::usage_entries::insert_many(db, &entries)?;
        let settles: Vec<Settle> = new.iter().filter_map(|id| settles.get(id)).cloned().collect();
        store::budgets::settle_many(db, process, at, &settles)?;
        store::api_keys::touch_many(db, &touches)?;
        Ok::<_, Error>(())
    });
    // A panic must not end the one task that writes the ledger.
    let written = AssertUnwindSafe(write).catch_unwind().await;
    let written = written.unwrap_or_else(|_| Err(Error::internal("writing the ledger", "it panicked")));
    let Err(error) = written else { return true };
    tracing::error!(%error, entries = batch.len(), "the ledger cannot be written; trying again");
    let mut waiting = lock(&cx.gateway.ledger.waiting);
    let newer = std::mem::replace(&mut *waiting, batch);
    waiting.extend(newer);
    false
}

impl Ledger {
    fn touches(&self, batch: &[Spent]) -> Vec<(ApiKeyId, Time)> {
        let mut touched = lock(&self.touched);
        let mut out = Vec::new();
        for spent in batch {
            let Some(key) = spent.entry.key_id else { continue };
            let known = touched.get(&key).is_some_and(|last| (spent.entry.at - last).num_seconds() < TOUCH_SECONDS);
            if !known {
                touched.insert(key, spent.entry.at);
                out.push((key, spent.entry.at));
            }
        }
        out
    }
}

/// What an entry changes in the counters of its key, user and shared workspace, whether they have budgets or not:
/// a budget that is set in the middle of a month counts the whole month.
fn settle(spent: &Spent) -> Settle {
    let entry = &spent.entry;
    let shared = entry.workspace_id.filter(|id| *id != WorkspaceId::private_of(entry.user_id));
    let subjects = entry.key_id.map(Subject::Key).into_iter().chain([Subject::User(entry.user_id)]);
    let subjects = subjects.chain(shared.map(Subject::Workspace));
    let tokens =
        i64::try_from(entry.tokens.input_tokens.saturating_add(entry.tokens.output_tokens)).unwrap_or(i64::MAX);
    let amount = budgets::Spent { tokens, nanos: entry.cost.0 };
    let charge = |subject, period: Period| Charge {
        counter: Counter { subject, period, period_start: period.start(entry.at) },
        amount,
    };
    let took = subjects.flat_map(|subject| Period::ALL.map(|period| charge(subject, period))).collect();
    Settle { held: spent.held.clone(), took }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
