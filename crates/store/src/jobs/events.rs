//! The log of each job.

use diesel::prelude::*;
use models::ids::{JobId, ProcessId};
use models::job::{JobEvent, JobState, LoggedJobEvent, Progress};
use models::time::Time;

use crate::db::{Connection, Db, on};
use crate::error::StoreError;
use crate::schema::{job, job_event};
use crate::types::{Json, V, without_nul};

/// Rows of one statement on Postgres, below its limit of 65,535 values.
const EVENTS_PER_INSERT: usize = 1000;

/// An event whose number is known.
pub(super) struct Numbered {
    pub(super) job_id: JobId,
    pub(super) sequence: i64,
    pub(super) event: JobEvent,
}

/// Writes events that were counted by the statements that caused them.
pub(super) fn insert(db: &mut Db, events: &[Numbered], at: Time) -> Result<(), StoreError> {
    let row = |it: &Numbered| {
        (
            job_event::job_id.eq(V(it.job_id)),
            job_event::sequence.eq(it.sequence),
            job_event::at.eq(V(at)),
            job_event::event.eq(Json(it.event.clone())),
        )
    };
    match &mut db.0 {
        Connection::Pg(c) => {
            for events in events.chunks(EVENTS_PER_INSERT) {
                let rows: Vec<_> = events.iter().map(row).collect();
                diesel::insert_into(job_event::table).values(rows).execute(c)?;
            }
        }
        // A statement of many rows saves round trips, which do not exist here, and is parsed anew each time.
        Connection::Sqlite(c) => {
            for event in events {
                diesel::insert_into(job_event::table).values(row(event)).execute(c)?;
            }
        }
    }
    Ok(())
}

/// Counts and writes an event.
pub(super) fn log(db: &mut Db, job_id: JobId, at: Time, event: JobEvent) -> Result<(), StoreError> {
    let target = job::table.find(V(job_id));
    let change = job::last_event.eq(job::last_event + 1);
    let sequence = on!(db, |c| diesel::update(target).set(change).returning(job::last_event).get_result(c))?;
    insert(db, &[Numbered { job_id, sequence, event }], at)
}

/// Events with a number above `sequence`, in order.
pub fn after(db: &mut Db, id: JobId, sequence: i64, limit: u32) -> Result<Vec<LoggedJobEvent>, StoreError> {
    let query = job_event::table
        .filter(job_event::job_id.eq(V(id)))
        .filter(job_event::sequence.gt(sequence))
        .order(job_event::sequence)
        .limit(limit.into())
        .select((job_event::sequence, job_event::at, job_event::event));
    let rows: Vec<(i64, Time, Json<JobEvent>)> = on!(db, |c| query.load(c))?;
    Ok(rows.into_iter().map(|(sequence, at, event)| LoggedJobEvent { sequence, at, event: event.0 }).collect())
}

/// Writes how far a job is. `false`: the worker has it no more.
pub fn progress(
    db: &mut Db,
    worker: ProcessId,
    (id, attempt): (JobId, u32),
    progress: &Progress,
    now: Time,
) -> Result<bool, StoreError> {
    let target = job::table
        .find(V(id))
        .filter(job::state.eq(V(JobState::Running)))
        .filter(job::attempt.eq(i64::from(attempt)))
        .filter(job::worker.eq(V(worker)));
    let progress = Progress { percent: progress.percent, text: without_nul(&progress.text) };
    let change = (
        job::progress_percent.eq(progress.percent.map(i64::from)),
        job::progress_text.eq(&progress.text),
        job::last_event.eq(job::last_event + 1),
    );
    let sequence: Option<i64> =
        on!(db, |c| diesel::update(target).set(change).returning(job::last_event).get_result(c).optional())?;
    let Some(sequence) = sequence else { return Ok(false) };
    insert(db, &[Numbered { job_id: id, sequence, event: JobEvent::Progress(progress) }], now)?;
    Ok(true)
}
