//! What makes jobs again and again.

use diesel::prelude::*;
use models::ids::{JobId, ScheduleId};
use models::job::Job;
use models::schedule::{CatchUp, Schedule, Timing};
use models::time::Time;

use crate::db::{Connection, Db, on};
use crate::error::StoreError;
use crate::jobs::{self, New};
use crate::schema::schedule;
use crate::types::{Json, Known, V};

#[derive(Queryable, Selectable)]
#[diesel(table_name = schedule)]
struct ScheduleRow {
    id: ScheduleId,
    name: String,
    job: Json<Known<Job>>,
    timing: Json<Known<Timing>>,
    catch_up: CatchUp,
    enabled: bool,
    next_at: Time,
    last_at: Option<Time>,
    last_job_id: Option<JobId>,
    created_at: Time,
    updated_at: Time,
}

impl ScheduleRow {
    /// `None` for a schedule of a newer version.
    fn schedule(self) -> Option<Schedule> {
        let row = self;
        let (Json(Known(job)), Json(Known(timing))) = (row.job, row.timing);
        Some(Schedule {
            id: row.id,
            name: row.name,
            job: job?,
            timing: timing?,
            catch_up: row.catch_up,
            enabled: row.enabled,
            next_at: row.next_at,
            last_at: row.last_at,
            last_job_id: row.last_job_id,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }
}

/// The columns that a schedule's row shows, but its key.
macro_rules! columns {
    ($it:expr) => {
        (
            schedule::name.eq(&$it.name),
            schedule::job.eq(Json($it.job.clone())),
            schedule::timing.eq(Json($it.timing.clone())),
            schedule::catch_up.eq(V($it.catch_up)),
            schedule::enabled.eq($it.enabled),
            schedule::next_at.eq(V($it.next_at)),
            schedule::last_at.eq($it.last_at.map(V)),
            schedule::last_job_id.eq($it.last_job_id.map(V)),
            schedule::created_at.eq(V($it.created_at)),
            schedule::updated_at.eq(V($it.updated_at)),
        )
    };
}

/// Adds a schedule. `false`: another one has its name, and nothing changed.
pub fn insert(db: &mut Db, it: &Schedule) -> Result<bool, StoreError> {
    let row = (schedule::id.eq(V(it.id)), columns!(it));
    let added = on!(db, |c| diesel::insert_into(schedule::table).values(row).on_conflict_do_nothing().execute(c))?;
    Ok(added == 1)
}

/// Writes a schedule anew.
pub fn update(db: &mut Db, it: &Schedule) -> Result<(), StoreError> {
    let target = schedule::table.find(V(it.id));
    on!(db, |c| diesel::update(target).set(columns!(it)).execute(c))?;
    Ok(())
}

/// All schedules, by name. Those of a newer version are left out, here as wherever they are read: they are for those who
/// know them.
pub fn list(db: &mut Db) -> Result<Vec<Schedule>, StoreError> {
    let query = schedule::table.order(schedule::name);
    let rows: Vec<ScheduleRow> = on!(db, |c| query.select(ScheduleRow::as_select()).load(c))?;
    Ok(rows.into_iter().filter_map(ScheduleRow::schedule).collect())
}

/// The schedule of an id, which nobody else changes until this transaction ends.
pub fn lock(db: &mut Db, id: ScheduleId) -> Result<Option<Schedule>, StoreError> {
    let it = schedule::table.find(V(id));
    let row: Option<ScheduleRow> = match &mut db.0 {
        Connection::Pg(c) => it.select(ScheduleRow::as_select()).for_update().first(c).optional()?,
        Connection::Sqlite(c) => it.select(ScheduleRow::as_select()).first(c).optional()?,
    };
    Ok(row.and_then(ScheduleRow::schedule))
}

/// Whether a schedule's time has come: costs no write.
pub fn any_due(db: &mut Db, now: Time) -> Result<bool, StoreError> {
    let due = schedule::table.filter(schedule::enabled.eq(true)).filter(schedule::next_at.le(V(now)));
    Ok(on!(db, |c| diesel::select(diesel::dsl::exists(due)).get_result(c))?)
}

/// A time of a schedule that makes a job.
#[derive(Debug, Clone, PartialEq)]
pub struct Fired {
    /// Which schedule.
    pub schedule: Schedule,
    /// Which of its times.
    pub at: Time,
    /// The job's unique key: while a schedule's job is not done, it makes no other, unless its rule wants
    /// a job for each time.
    pub unique_key: String,
}

/// Makes the jobs of schedules whose time has come and moves them on, and counts the times. Each time
/// makes its job once, however many workers ask: a schedule is locked, or passed over where another
/// worker has it.
pub fn fire(db: &mut Db, now: Time, mut make: impl FnMut(Fired) -> New) -> Result<usize, StoreError> {
    let mut fired = 0;
    for mut it in due(db, now)? {
        let due = it.due(now);
        for at in due.times {
            let unique_key = match it.catch_up {
                CatchUp::Skip | CatchUp::Once => it.id.to_string(),
                CatchUp::All => format!("{}@{}", it.id, at.timestamp_micros()),
            };
            let new = make(Fired { schedule: it.clone(), at, unique_key });
            it.last_job_id = Some(jobs::enqueue(db, &new)?.id());
            it.last_at = Some(at);
            fired += 1;
        }
        it.next_at = due.next_at;
        update(db, &it)?;
    }
    Ok(fired)
}

/// Schedules whose time has come, which nobody else sees until this transaction ends.
fn due(db: &mut Db, now: Time) -> Result<Vec<Schedule>, StoreError> {
    let due =
        schedule::table.filter(schedule::enabled.eq(true)).filter(schedule::next_at.le(V(now))).order(schedule::id);
    let rows: Vec<ScheduleRow> = match &mut db.0 {
        Connection::Pg(c) => due.select(ScheduleRow::as_select()).for_update().skip_locked().load(c)?,
        Connection::Sqlite(c) => due.select(ScheduleRow::as_select()).load(c)?,
    };
    Ok(rows.into_iter().filter_map(ScheduleRow::schedule).collect())
}
