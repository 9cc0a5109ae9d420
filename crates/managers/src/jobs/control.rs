//! What people do with jobs.

use models::audit::AuditAction;
use models::ids::{JobId, UserId};
use models::invalid::Invalid;
use models::job::*;
use models::page::Page;
use models::time::Time;
use serde_json::json;
use store::jobs::{Change, Filter, New};
use store::{Db, StoreError};

use super::own;
use crate::access::{self, Action, Actor, Resource};
use crate::audit;
use crate::context::Context;
use crate::error::{Conflict, Error, Noun, Result};

/// Which jobs are wanted; empty lists and `None` want all.
#[derive(Debug, Clone, Default)]
pub struct List {
    /// How far they are.
    pub states: Vec<JobState>,
    /// What they do.
    pub kinds: Vec<JobKind>,
    /// Whose they are; a user who is no admin sees only his own anyway.
    pub owner_id: Option<UserId>,
    /// The last job of the page before.
    pub cursor: Option<JobId>,
    /// Rows of the page.
    pub limit: u32,
}

/// A job to be made by hand.
#[derive(Debug, Clone)]
pub struct Make {
    /// What is to be done.
    pub job: Job,
    /// Larger ones go first.
    pub priority: i64,
    /// Not before this time; `None` for now.
    pub run_at: Option<Time>,
    /// Attempts; `None` for the kind's.
    pub max_attempts: Option<u32>,
    /// At most one unfinished job of the kind has it.
    pub unique_key: Option<String>,
    /// Jobs that have to end first.
    pub depends_on: Vec<JobId>,
    /// What becomes of it when one of those does not end well.
    pub rule: DependencyRule,
}

/// Most jobs that one may wait for.
const DEPENDENCIES_MAX: usize = 100;
/// Most attempts that can be asked for.
const ATTEMPTS_MAX: u32 = 25;

/// Jobs, the newest first.
pub async fn list(cx: &Context, actor: &Actor, list: List) -> Result<Page<JobRecord>> {
    let owner_id = if actor.is_admin() { list.owner_id } else { Some(actor.id()) };
    page(cx, List { owner_id, ..list }).await
}

/// Jobs, the newest first, for the operator's command line.
pub async fn list_by_operator(cx: &Context, list: List) -> Result<Page<JobRecord>> {
    page(cx, list).await
}

async fn page(cx: &Context, list: List) -> Result<Page<JobRecord>> {
    let List { states, kinds, owner_id, cursor, limit } = list;
    let filter = Filter { states, kinds, owner_id, before: cursor, limit: limit + 1 };
    let mut items = cx.store.read(move |db| Ok::<_, Error>(store::jobs::list(db, &filter)?)).await?;
    let more = items.len() > limit as usize;
    items.truncate(limit as usize);
    let next = items.last().filter(|_| more).map(|job| job.id.to_string());
    Ok(Page { items, next })
}

/// A job, and the jobs that it waits for.
pub async fn get(cx: &Context, actor: &Actor, id: JobId) -> Result<(JobRecord, Vec<JobId>)> {
    let actor = actor.clone();
    cx.store.read(move |db| Ok((own(db, &actor, Action::View, id)?, store::jobs::dependencies(db, id)?))).await
}

/// Makes a job by hand. Admins only: users' jobs come from what they do.
pub async fn make(cx: &Context, actor: &Actor, make: Make) -> Result<JobRecord> {
    access::check(actor, Action::Change, Resource::Instance)?;
    make.check()?;
    let usual = super::new(cx, make.job);
    let new = New {
        owner_id: Some(actor.id()),
        priority: make.priority,
        run_at: make.run_at.unwrap_or(usual.run_at),
        max_attempts: make.max_attempts.unwrap_or(usual.max_attempts),
        unique_key: make.unique_key,
        depends_on: make.depends_on,
        rule: make.rule,
        ..usual
    };
    let detail = json!({ "kind": new.job.kind().as_str() });
    let entry = audit::by(cx, actor, AuditAction::JobQueued, new.id, detail);
    cx.store
        .write(move |db| {
            let queued = store::jobs::enqueue(db, &new).map_err(missing)?;
            store::audit::insert(db, &entry)?;
            store::jobs::find(db, queued.id())?.ok_or(Error::NotFound(Noun::Job))
        })
        .await
}

impl Make {
    fn check(&self) -> Result<()> {
        let mut wrong = Vec::new();
        if !(PRIORITY_MIN..=PRIORITY_MAX).contains(&self.priority) {
            wrong.push(Invalid::new("priority", "must be from -100 to 100"));
        }
        if self.max_attempts.is_some_and(|attempts| !(1..=ATTEMPTS_MAX).contains(&attempts)) {
            wrong.push(Invalid::new("max_attempts", "must be from 1 to 25"));
        }
        if self.unique_key.as_ref().is_some_and(|key| key.is_empty() || key.len() > UNIQUE_KEY_MAX) {
            wrong.push(Invalid::new("unique_key", "must have from 1 to 200 bytes"));
        }
        if self.depends_on.len() > DEPENDENCIES_MAX {
            wrong.push(Invalid::new("depends_on", "must name at most 100 jobs"));
        }
        if wrong.is_empty() { Ok(()) } else { Err(Error::Invalid(wrong)) }
    }
}

/// Cancels a job: at once where no worker has it, else as soon as its worker hears of it.
pub async fn cancel(cx: &Context, actor: &Actor, id: JobId) -> Result<JobRecord> {
    let entry = audit::by(cx, actor, AuditAction::JobCancelled, id, json!({}));
    wish(cx, Some(actor), id, Wish::Cancel, entry).await
}

/// Tries a job again that was cancelled or given up.
pub async fn retry(cx: &Context, actor: &Actor, id: JobId) -> Result<JobRecord> {
    let entry = audit::by(cx, actor, AuditAction::JobRetried, id, json!({}));
    wish(cx, Some(actor), id, Wish::Retry, entry).await
}

/// Begins a job now that waits for its time.
pub async fn run_now(cx: &Context, actor: &Actor, id: JobId) -> Result<JobRecord> {
    let entry = audit::by(cx, actor, AuditAction::JobRetried, id, json!({ "early": true }));
    wish(cx, Some(actor), id, Wish::RunNow, entry).await
}

/// What may be wished for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// Its end.
    Cancel,
    /// Another try.
    Retry,
    /// Its beginning.
    RunNow,
}

/// Does it for the operator's command line.
pub async fn wish_by_operator(cx: &Context, id: JobId, wished: Wish) -> Result<JobRecord> {
    let action = match wished {
        Wish::Cancel => AuditAction::JobCancelled,
        Wish::Retry | Wish::RunNow => AuditAction::JobRetried,
    };
    let entry = audit::by_operator(cx, action, id, json!({}));
    wish(cx, None, id, wished, entry).await
}

async fn wish(
    cx: &Context,
    actor: Option<&Actor>,
    id: JobId,
    wish: Wish,
    entry: models::audit::AuditEntry,
) -> Result<JobRecord> {
    let (actor, now) = (actor.cloned(), cx.now());
    let job = cx
        .store
        .write(move |db| {
            let before = match &actor {
                Some(actor) => own(db, actor, Action::Change, id)?,
                None => store::jobs::find(db, id)?.ok_or(Error::NotFound(Noun::Job))?,
            };
            apply(db, &before, wish, now)?;
            store::audit::insert(db, &entry)?;
            store::jobs::find(db, id)?.ok_or(Error::NotFound(Noun::Job))
        })
        .await?;
    if wish == Wish::Cancel {
        cx.jobs.cancel(id);
    }
    cx.jobs.changed(id);
    Ok(job)
}

fn apply(db: &mut Db, job: &JobRecord, wish: Wish, now: Time) -> Result<()> {
    let (change, refusal) = match wish {
        Wish::Cancel => (store::jobs::cancel(db, job.id, now)?, Conflict::JobEnded),
        Wish::RunNow => (store::jobs::run_now(db, job.id, now)?, Conflict::JobNotScheduled),
        Wish::Retry => {
            let attempts = job.job.kind().limits().max_attempts;
            let change = match store::jobs::retry(db, job.id, attempts, now) {
                Err(StoreError::Conflict { .. }) => return Err(Error::Conflict(Conflict::JobPresent)),
                other => other?,
            };
            (change, Conflict::JobNotDead)
        }
    };
    match change {
        Change::Done | Change::Requested => Ok(()),
        Change::Not(_) => Err(Error::Conflict(refusal)),
    }
}

fn missing(error: StoreError) -> Error {
    match error {
        StoreError::NotFound => Invalid::new("depends_on", "names a job that does not exist").into(),
        other => other.into(),
    }
}

/// Kinds, and whether they rest.
pub async fn kinds(cx: &Context, actor: &Actor) -> Result<Vec<KindState>> {
    access::check(actor, Action::View, Resource::Instance)?;
    cx.store.read(|db| Ok(store::jobs::kinds(db)?)).await
}

/// How many jobs of each kind are in each state that is no end.
pub async fn counts(cx: &Context, actor: &Actor) -> Result<Vec<JobCount>> {
    access::check(actor, Action::View, Resource::Instance)?;
    super::work::counts(cx).await
}

/// Lets no worker begin jobs of these kinds; none names all. Those that run go on, so that the queue drains.
pub async fn pause(cx: &Context, actor: &Actor, kinds: Vec<JobKind>) -> Result<Vec<KindState>> {
    access::check(actor, Action::Change, Resource::Instance)?;
    let (kinds, now) = (all_or(kinds), cx.now());
    let entry = audit::by(cx, actor, AuditAction::JobsPaused, "", words(&kinds));
    cx.store
        .write(move |db| {
            store::jobs::ensure_kinds(db)?;
            store::jobs::pause(db, &kinds, now)?;
            store::audit::insert(db, &entry)?;
            Ok(store::jobs::kinds(db)?)
        })
        .await
}

/// Lets workers begin jobs of these kinds again; none names all.
pub async fn resume(cx: &Context, actor: &Actor, kinds: Vec<JobKind>) -> Result<Vec<KindState>> {
    access::check(actor, Action::Change, Resource::Instance)?;
    let kinds = all_or(kinds);
    let entry = audit::by(cx, actor, AuditAction::JobsResumed, "", words(&kinds));
    cx.store
        .write(move |db| {
            store::jobs::resume(db, &kinds)?;
            store::audit::insert(db, &entry)?;
            Ok(store::jobs::kinds(db)?)
        })
        .await
}

fn all_or(kinds: Vec<JobKind>) -> Vec<JobKind> {
    if kinds.is_empty() { JobKind::ALL.to_vec() } else { kinds }
}

fn words(kinds: &[JobKind]) -> serde_json::Value {
    json!({ "kinds": kinds.iter().map(|kind| kind.as_str()).collect::<Vec<_>>() })
}
