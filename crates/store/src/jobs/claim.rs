//! Out of the queue, into the hands of one worker.

use std::collections::HashMap;
use std::time::Duration;

use diesel::dsl::{count_star, exists};
use diesel::prelude::*;
use models::ids::{JobId, ProcessId, UserId};
use models::job::{Job, JobEvent, JobKind, JobState};
use models::time::Time;

use super::events::{self, Numbered};
use super::states::{Available, Running};
use super::{millis, small};
use crate::db::{Connection, Db, on};
use crate::error::StoreError;
use crate::schema::{job, job_kind};
use crate::types::{Json, Known, V};

/// A worker that asks for work.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// Who asks.
    pub worker: ProcessId,
    /// What it can take.
    pub rooms: Vec<Room>,
    /// Most jobs in all.
    pub limit: u32,
    /// Now.
    pub now: Time,
    /// How long the others believe that it works on them.
    pub lease_until: Time,
}

/// How many jobs of a kind may run at the same time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// Which kind.
    pub kind: JobKind,
    /// Over all workers; `None` for as many as there is room.
    pub concurrency: Option<u32>,
}

/// A job that this worker has until its lease ends.
#[derive(Debug, Clone, PartialEq)]
pub struct Claimed {
    /// Names the job.
    pub id: JobId,
    /// What is to be done.
    pub job: Job,
    /// Whose it is.
    pub owner_id: Option<UserId>,
    /// Which attempt this is, from 1.
    pub attempt: u32,
    /// After so many attempts it is given up.
    pub max_attempts: u32,
    /// Longest time of this attempt.
    pub timeout: Duration,
    /// Since when it could have been taken.
    pub run_at: Time,
}

/// How many times the queue of a kind is read further where the jobs in front are a newer version's.
const READS_MAX: usize = 32;

type Row = (JobId, Option<UserId>, i64, i64, i64, Time, i64);

/// A job that may be taken.
struct Candidate {
    id: JobId,
    priority: i64,
    turn: i64,
    job: Job,
}

/// Whether a claim may find something: costs no write.
pub fn any_available(db: &mut Db) -> Result<bool, StoreError> {
    let query = diesel::select(exists(job::table.filter(Available)));
    Ok(on!(db, |c| query.get_result(c))?)
}

/// Takes the jobs that are next: by priority, then by turn. Paused kinds are passed over, kinds that have no room, and
/// jobs of a newer version. On Postgres jobs that others are just taking are passed over too.
pub fn claim(db: &mut Db, claim: &Claim) -> Result<Vec<Claimed>, StoreError> {
    let mut next: Vec<Candidate> = Vec::new();
    for (kind, room) in rooms(db, claim)? {
        next.extend(candidates(db, kind, room)?);
    }
    next.sort_unstable_by_key(|it| (-it.priority, it.turn, it.id));
    next.truncate(claim.limit as usize);
    if next.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<_> = next.iter().map(|it| V(it.id)).collect();
    let mut rows = take(db, claim, ids)?;
    rows.sort_by_key(|row| next.iter().position(|it| it.id == row.0));
    let started = rows.iter().map(|row| Numbered {
        job_id: row.0,
        sequence: row.6,
        event: JobEvent::Started { attempt: small(row.2), worker_id: claim.worker },
    });
    events::insert(db, &started.collect::<Vec<_>>(), claim.now)?;
    let mut jobs: HashMap<JobId, Job> = next.into_iter().map(|it| (it.id, it.job)).collect();
    Ok(rows.into_iter().filter_map(|row| Some(claimed(jobs.remove(&row.0)?, row))).collect())
}

/// Kinds that have jobs and room for them, and how much.
fn rooms(db: &mut Db, claim: &Claim) -> Result<Vec<(JobKind, u32)>, StoreError> {
    // The offset keeps Postgres from joining all jobs instead of looking one up per kind.
    let of_kind = job::table.filter(Available).filter(job::kind.eq(job_kind::kind)).limit(1).offset(0);
    let known: Vec<_> = claim.rooms.iter().map(|room| V(room.kind)).collect();
    let query = job_kind::table
        .filter(job_kind::kind.eq_any(known))
        .filter(job_kind::paused_at.is_null())
        .filter(exists(of_kind))
        .select(job_kind::kind);
    let ready: Vec<JobKind> = on!(db, |c| query.load(c))?;
    let ready = || claim.rooms.iter().filter(|room| ready.contains(&room.kind));
    let limited: Vec<_> = ready().filter(|room| room.concurrency.is_some()).map(|room| V(room.kind)).collect();
    let running = if limited.is_empty() { HashMap::new() } else { count_running(db, limited)? };
    let free = |room: &Room| {
        let most = room.concurrency.unwrap_or(u32::MAX);
        most.saturating_sub(running.get(&room.kind).copied().unwrap_or_default()).min(claim.limit)
    };
    Ok(ready().map(|room| (room.kind, free(room))).filter(|(_, free)| *free > 0).collect())
}

/// Counts what runs of kinds, so that nobody else takes one until this transaction ends.
fn count_running(db: &mut Db, kinds: Vec<V<JobKind>>) -> Result<HashMap<JobKind, u32>, StoreError> {
    if let Connection::Pg(c) = &mut db.0 {
        let rows = job_kind::table.filter(job_kind::kind.eq_any(kinds.clone())).order(job_kind::kind);
        rows.select(job_kind::kind).for_update().load::<JobKind>(c)?;
    }
    let query = job::table
        .filter(Running)
        .filter(job::kind.eq_any(kinds))
        .group_by(job::kind)
        .select((job::kind, count_star()));
    let rows: Vec<(JobKind, i64)> = on!(db, |c| query.load(c))?;
    Ok(rows.into_iter().map(|(kind, count)| (kind, small(count))).collect())
}

/// The next jobs of a kind that this version knows, as many as there is room.
fn candidates(db: &mut Db, kind: JobKind, room: u32) -> Result<Vec<Candidate>, StoreError> {
    let mut found: Vec<Candidate> = Vec::new();
    let mut after = None;
    for _ in 0..READS_MAX {
        let wanted = i64::from(room) - found.len() as i64;
        let rows = in_order(db, kind, after, wanted)?;
        let is_last = (rows.len() as i64) < wanted;
        after = rows.last().map(|(id, priority, turn, _)| (*priority, *turn, *id));
        let known = |(id, priority, turn, Json(Known(job))): InOrder| Some(Candidate { id, priority, turn, job: job? });
        found.extend(rows.into_iter().filter_map(known));
        if is_last || found.len() >= room as usize {
            break;
        }
    }
    Ok(found)
}

type InOrder = (JobId, i64, i64, Json<Known<Job>>);

/// Available jobs of a kind by priority, turn and id, behind a place in that order.
fn in_order(
    db: &mut Db,
    kind: JobKind,
    after: Option<(i64, i64, JobId)>,
    limit: i64,
) -> Result<Vec<InOrder>, StoreError> {
    let (priority, turn, id) = after.unwrap_or((i64::MAX, i64::MAX, JobId(uuid::Uuid::max())));
    let same_turn = job::turn.eq(turn).and(job::id.gt(V(id)));
    let same_priority = job::priority.eq(priority).and(job::turn.gt(turn).or(same_turn));
    let query = job::table
        .filter(Available)
        .filter(job::kind.eq(V(kind)))
        .filter(job::priority.lt(priority).or(same_priority))
        .order((job::priority.desc(), job::turn, job::id))
        .limit(limit)
        .select((job::id, job::priority, job::turn, job::payload));
    Ok(match &mut db.0 {
        Connection::Pg(c) => query.for_update().skip_locked().load(c)?,
        // The only transaction that writes.
        Connection::Sqlite(c) => query.load(c)?,
    })
}

fn take(db: &mut Db, claim: &Claim, ids: Vec<V<JobId>>) -> Result<Vec<Row>, StoreError> {
    let target = job::table.filter(job::id.eq_any(ids)).filter(Available);
    let change = (
        job::state.eq(V(JobState::Running)),
        job::attempt.eq(job::attempt + 1),
        job::worker.eq(V(claim.worker)),
        job::lease_until.eq(V(claim.lease_until)),
        job::started_at.eq(V(claim.now)),
        job::progress_percent.eq(None::<i64>),
        job::progress_text.eq(""),
        job::last_event.eq(job::last_event + 1),
    );
    let row = (job::id, job::owner_id, job::attempt, job::max_attempts, job::timeout_ms, job::run_at, job::last_event);
    Ok(on!(db, |c| diesel::update(target).set(change).returning(row).get_results(c))?)
}

fn claimed(job: Job, (id, owner_id, attempt, max_attempts, timeout_ms, run_at, _): Row) -> Claimed {
    Claimed {
        id,
        job,
        owner_id,
        attempt: small(attempt),
        max_attempts: small(max_attempts),
        timeout: millis(timeout_ms),
        run_at,
    }
}
