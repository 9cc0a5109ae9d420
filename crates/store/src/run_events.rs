//! The log of what happens during runs.

use std::collections::HashMap;

use diesel::dsl::max;
use diesel::prelude::*;
use models::ids::RunId;
use models::run_event::{LoggedEvent, RunEvent};
use models::time::Time;

use crate::db::{Db, Dialect, on};
use crate::error::StoreError;
use crate::schema::{run, run_event};
use crate::types::V;

/// Events of one statement on Postgres, below its limit of 65,535 values.
const EVENTS_PER_INSERT: usize = 1000;

/// Appends events, also of several runs. `Conflict` when a run already has one of the sequence
/// numbers, `NotFound` when a run does not exist.
pub fn append(db: &mut Db, events: &[(RunId, LoggedEvent)]) -> Result<(), StoreError> {
    let row = |(run, logged): &(RunId, LoggedEvent)| {
        Ok::<_, StoreError>((
            run_event::run_id.eq(V(*run)),
            run_event::sequence.eq(logged.sequence),
            run_event::payload.eq(write(&logged.event)?),
        ))
    };
    match db.dialect() {
        Dialect::Postgres => {
            for events in events.chunks(EVENTS_PER_INSERT) {
                let rows = events.iter().map(row).collect::<Result<Vec<_>, _>>()?;
                on!(db, |c| diesel::insert_into(run_event::table).values(rows).execute(c))?;
            }
        }
        // A statement of many rows saves round trips, which do not exist here, and is parsed anew each time.
        Dialect::Sqlite => {
            for event in events {
                let row = row(event)?;
                on!(db, |c| diesel::insert_into(run_event::table).values(row).execute(c))?;
            }
        }
    }
    Ok(())
}

/// Events of a run after a sequence number, in order.
pub fn after(db: &mut Db, run: RunId, after: i64, limit: u32) -> Result<Vec<LoggedEvent>, StoreError> {
    let query = run_event::table
        .filter(run_event::run_id.eq(V(run)))
        .filter(run_event::sequence.gt(after))
        .order(run_event::sequence)
        .limit(limit.into())
        .select((run_event::sequence, run_event::payload));
    let rows: Vec<(i64, String)> = on!(db, |c| query.load(c))?;
    rows.into_iter().map(|(sequence, payload)| Ok(LoggedEvent { sequence, event: read(&payload)? })).collect()
}

/// The highest sequence number of a run; 0 when its log is empty or pruned.
pub fn last_sequence(db: &mut Db, run: RunId) -> Result<i64, StoreError> {
    let query = run_event::table.filter(run_event::run_id.eq(V(run))).select(max(run_event::sequence));
    let last: Option<i64> = on!(db, |c| query.first(c))?;
    Ok(last.unwrap_or(0))
}

/// [`last_sequence`] of several runs in one query. A run without events is absent.
pub fn last_sequences(db: &mut Db, runs: &[RunId]) -> Result<HashMap<RunId, i64>, StoreError> {
    let wanted: Vec<_> = runs.iter().map(|run| V(*run)).collect();
    let query = run_event::table
        .filter(run_event::run_id.eq_any(wanted))
        .group_by(run_event::run_id)
        .select((run_event::run_id, max(run_event::sequence)));
    let rows: Vec<(RunId, Option<i64>)> = on!(db, |c| query.load(c))?;
    Ok(rows.into_iter().filter_map(|(run, last)| Some((run, last?))).collect())
}

/// Removes the logs of runs that ended before a time, at most `limit` runs, and counts the runs.
pub fn prune_finished(db: &mut Db, before: Time, limit: u32) -> Result<usize, StoreError> {
    let query = run::table
        .filter(run::has_events)
        .filter(run::finished_at.lt(V(before)))
        .order(run::finished_at)
        .limit(limit.into())
        .select(run::id);
    let runs: Vec<RunId> = on!(db, |c| query.load(c))?;
    let runs: Vec<_> = runs.into_iter().map(V).collect();
    on!(db, |c| diesel::delete(run_event::table.filter(run_event::run_id.eq_any(&runs))).execute(c))?;
    let target = run::table.filter(run::id.eq_any(&runs));
    Ok(on!(db, |c| diesel::update(target).set(run::has_events.eq(false)).execute(c))?)
}

fn write(event: &RunEvent) -> Result<String, StoreError> {
    serde_json::to_string(event)
        .map_err(|error| StoreError::Corrupt { what: format!("an event to be logged: {error}") })
}

fn read(payload: &str) -> Result<RunEvent, StoreError> {
    serde_json::from_str(payload).map_err(|error| StoreError::Corrupt { what: format!("run_event.payload: {error}") })
}
