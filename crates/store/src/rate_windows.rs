//! How much of a limit per minute the processes were given.
//!
//! A process takes a share for a window and hands it out by itself; what is granted in all never
//! exceeds the limit, whatever the processes do.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::upsert::excluded;
use models::limits::Subject;
use models::time::Time;

use crate::db::{Connection, Db, on};
use crate::error::StoreError;
use crate::schema::rate_window;
use crate::subject;
use crate::types::V;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Metric {
    /// Calls.
    Requests,
    /// Tokens of prompts and answers.
    Tokens,
}

impl Metric {
    fn as_str(self) -> &'static str {
        match self {
            Self::Requests => "requests",
            Self::Tokens => "tokens",
        }
    }
}

/// A share of a window that a process asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Take {
    /// Whose.
    pub subject: Subject,
    /// Of what.
    pub metric: Metric,
    /// When the window began.
    pub window_start: Time,
    /// How much.
    pub want: i64,
    /// Most of the window, for all processes together.
    pub limit: i64,
}

type Window = (Subject, Metric, Time);

/// Takes shares in the order given and says how much of each was granted: 0 to `want`. Takes of one
/// transaction belong into one call, which locks the windows in one order.
pub fn take(db: &mut Db, takes: &[Take]) -> Result<Vec<i64>, StoreError> {
    let mut windows: BTreeMap<Window, i64> = BTreeMap::new();
    windows.extend(takes.iter().map(|take| (window_of(take), 0)));
    for (window, granted) in &mut windows {
        *granted = lock(db, window)?;
    }
    let before = windows.clone();
    let grants = takes.iter().map(|take| {
        let granted = windows.entry(window_of(take)).or_default();
        let grant = take.want.min(take.limit.saturating_sub(*granted)).max(0);
        *granted += grant;
        grant
    });
    let grants = grants.collect();
    for (window, granted) in windows {
        if before.get(&window) != Some(&granted) {
            put(db, &window, granted)?;
        }
    }
    Ok(grants)
}

/// Removes windows that began before a time, and counts them.
pub fn purge(db: &mut Db, before: Time) -> Result<usize, StoreError> {
    let target = rate_window::table.filter(rate_window::window_start.lt(V(before)));
    Ok(on!(db, |c| diesel::delete(target).execute(c))?)
}

fn window_of(take: &Take) -> Window {
    (take.subject, take.metric, take.window_start)
}

macro_rules! granted {
    ($window:expr) => {{
        let (subject, metric, start) = $window;
        let (kind, id) = subject::columns(*subject);
        rate_window::table.find((kind, V(id), metric.as_str(), V(*start))).select(rate_window::granted)
    }};
}

macro_rules! row {
    ($window:expr, $granted:expr) => {{
        let (subject, metric, start) = $window;
        let (kind, id) = subject::columns(*subject);
        (
            rate_window::subject_kind.eq(kind),
            rate_window::subject_id.eq(V(id)),
            rate_window::metric.eq(metric.as_str()),
            rate_window::window_start.eq(V(*start)),
            rate_window::granted.eq($granted),
        )
    }};
}

/// What was granted, so that nobody else takes until this transaction ends.
fn lock(db: &mut Db, window: &Window) -> Result<i64, StoreError> {
    match &mut db.0 {
        Connection::Pg(c) => lock_row(c, window),
        // On SQLite a transaction that may write is the only one.
        Connection::Sqlite(c) => Ok(granted!(window).first(c).optional()?.unwrap_or(0)),
    }
}

fn lock_row(c: &mut PgConnection, window: &Window) -> Result<i64, StoreError> {
    if let Some(granted) = granted!(window).for_update().first(c).optional()? {
        return Ok(granted);
    }
    // A row that does not exist cannot be locked.
    diesel::insert_into(rate_window::table).values(row!(window, 0)).on_conflict_do_nothing().execute(c)?;
    // A clean-up may have removed it in between.
    granted!(window).for_update().first(c).optional()?.ok_or(StoreError::Busy)
}

fn put(db: &mut Db, window: &Window, granted: i64) -> Result<(), StoreError> {
    let key = (rate_window::subject_kind, rate_window::subject_id, rate_window::metric, rate_window::window_start);
    on!(db, |c| diesel::insert_into(rate_window::table)
        .values(row!(window, granted))
        .on_conflict(key)
        .do_update()
        .set(rate_window::granted.eq(excluded(rate_window::granted)))
        .execute(c))?;
    Ok(())
}
