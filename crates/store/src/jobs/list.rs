//! Looking at jobs.

use diesel::dsl::count_star;
use diesel::prelude::*;
use models::ids::{JobId, UserId};
use models::job::{JobCount, JobKind, JobRecord, JobState};

use super::JobRow;
use super::states::Unfinished;
use crate::db::{Db, on};
use crate::error::StoreError;
use crate::schema::{job, job_dependency};
use crate::types::V;

/// Which jobs are wanted; an empty list or `None` wants all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// How far they are.
    pub states: Vec<JobState>,
    /// What they do.
    pub kinds: Vec<JobKind>,
    /// Whose they are.
    pub owner_id: Option<UserId>,
    /// Only those before this one.
    pub before: Option<JobId>,
    /// Most rows.
    pub limit: u32,
}

/// The newest first. Those of a newer version are left out.
pub fn list(db: &mut Db, filter: &Filter) -> Result<Vec<JobRecord>, StoreError> {
    let mut records = Vec::new();
    let mut filter = filter.clone();
    loop {
        let rows = page(db, &filter)?;
        let is_last = rows.len() < filter.limit as usize;
        filter.before = rows.last().map(|row| row.id);
        records.extend(rows.into_iter().filter_map(JobRow::record));
        if is_last || records.len() >= filter.limit as usize {
            records.truncate(filter.limit as usize);
            return Ok(records);
        }
    }
}

fn page(db: &mut Db, filter: &Filter) -> Result<Vec<JobRow>, StoreError> {
    let kinds = if filter.kinds.is_empty() { JobKind::ALL } else { filter.kinds.as_slice() };
    let states = if filter.states.is_empty() { JobState::ALL } else { filter.states.as_slice() };
    let kinds: Vec<_> = kinds.iter().map(|kind| V(*kind)).collect();
    let states: Vec<_> = states.iter().map(|state| V(*state)).collect();
    Ok(on!(db, |c| {
        let mut query = job::table
            .filter(job::kind.eq_any(kinds))
            .filter(job::state.eq_any(states))
            .order(job::id.desc())
            .limit(filter.limit.into())
            .select(JobRow::as_select())
            .into_boxed();
        if let Some(owner) = filter.owner_id {
            query = query.filter(job::owner_id.eq(V(owner)));
        }
        if let Some(before) = filter.before {
            query = query.filter(job::id.lt(V(before)));
        }
        query.load(c)
    })?)
}

/// The job of an id; `None` for one of a newer version.
pub fn find(db: &mut Db, id: JobId) -> Result<Option<JobRecord>, StoreError> {
    let row = on!(db, |c| job::table.find(V(id)).select(JobRow::as_select()).first(c).optional())?;
    Ok(row.and_then(JobRow::record))
}

/// The jobs that one still waits for, or that ended it.
pub fn dependencies(db: &mut Db, id: JobId) -> Result<Vec<JobId>, StoreError> {
    let query = job_dependency::table
        .filter(job_dependency::job_id.eq(V(id)))
        .order(job_dependency::depends_on_id)
        .select(job_dependency::depends_on_id);
    Ok(on!(db, |c| query.load(c))?)
}

/// Counts what has not ended.
pub fn counts(db: &mut Db) -> Result<Vec<JobCount>, StoreError> {
    let query = job::table
        .filter(Unfinished)
        .filter(job::kind.eq_any(super::known()))
        .group_by((job::kind, job::state))
        .select((job::kind, job::state, count_star()));
    let mut rows: Vec<(JobKind, JobState, i64)> = on!(db, |c| query.load(c))?;
    rows.sort_by_key(|(kind, state, _)| (kind.as_str(), state.as_str()));
    Ok(rows.into_iter().map(|(kind, state, count)| JobCount { kind, state, count }).collect())
}
