//! Schedules: the house's own, and what admins do with them.

use std::time::Duration;

use models::audit::AuditAction;
use models::ids::{JobId, ScheduleId};
use models::job::{Job, JobRecord};
use models::schedule::{CatchUp, Schedule, Timing};
use serde_json::json;
use store::jobs::New;

use crate::access::{self, Action, Actor, Resource};
use crate::audit;
use crate::context::Context;
use crate::error::{Error, Noun, Result};

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);

/// What the house does from time to time. The first time comes at once.
const OWN: [(&str, Job, Duration); 8] = [
    ("Empty the bin", Job::PurgeConversations, MINUTE),
    ("Remove unused files", Job::SweepAttachments, HOUR),
    ("Prune logs", Job::PruneLogs, MINUTE),
    ("Tidy the gateway", Job::TidyGateway, MINUTE),
    ("Look for Ollama", Job::FindOllama, MINUTE),
    ("Refresh lists of models", Job::RefreshModels, MINUTE),
    ("Prune jobs", Job::PruneJobs, HOUR),
    ("Tidy collections", Job::CheckKnowledge, MINUTE),
];

/// Makes the house's schedules that are missing, and gives those that are there this version's timing.
/// Whether they are on stays as the admins want it.
pub(super) async fn ensure(cx: &Context) -> Result<()> {
    let wanted: Vec<Schedule> = OWN.iter().map(|(name, job, every)| own(cx, name, job, *every)).collect();
    let now = cx.now();
    cx.store
        .write(move |db| {
            let present = store::schedules::list(db)?;
            for schedule in wanted {
                match present.iter().find(|it| it.name == schedule.name) {
                    // Another worker may have made it meanwhile.
                    None => drop(store::schedules::insert(db, &schedule)?),
                    Some(it) if it.timing == schedule.timing && it.job == schedule.job => {}
                    Some(it) => {
                        let Schedule { job, timing, catch_up, .. } = schedule;
                        let changed = Schedule { job, timing, catch_up, next_at: now, updated_at: now, ..it.clone() };
                        store::schedules::update(db, &changed)?;
                    }
                }
            }
            Ok::<_, Error>(())
        })
        .await
}

fn own(cx: &Context, name: &str, job: &Job, every: Duration) -> Schedule {
    let now = cx.now();
    Schedule {
        id: ScheduleId(cx.id()),
        name: name.to_owned(),
        job: job.clone(),
        timing: Timing::Every(every),
        catch_up: CatchUp::Once,
        enabled: true,
        next_at: now,
        last_at: None,
        last_job_id: None,
        created_at: now,
        updated_at: now,
    }
}

/// Makes the jobs of schedules whose time has come.
pub(super) async fn fire(cx: &Context) -> Result<usize> {
    let (context, now) = (cx.clone(), cx.now());
    cx.store
        .write(move |db| {
            let make = |fired: store::schedules::Fired| made(&context, &fired.schedule, fired.unique_key);
            Ok::<_, Error>(store::schedules::fire(db, now, make)?)
        })
        .await
}

fn made(cx: &Context, schedule: &Schedule, unique_key: String) -> New {
    let usual = super::new(cx, schedule.job.clone());
    New { unique_key: Some(unique_key), schedule_id: Some(schedule.id), ..usual }
}

/// All schedules, by name.
pub async fn list(cx: &Context, actor: &Actor) -> Result<Vec<Schedule>> {
    access::check(actor, Action::View, Resource::Instance)?;
    cx.store.read(|db| Ok(store::schedules::list(db)?)).await
}

/// Switches a schedule on or off. One that is switched on goes on with its next time; what it missed while it
/// was off is not made up for.
pub async fn enable(cx: &Context, actor: &Actor, id: ScheduleId, enabled: bool) -> Result<Schedule> {
    access::check(actor, Action::Change, Resource::Instance)?;
    let now = cx.now();
    let entry = audit::by(cx, actor, AuditAction::ScheduleChanged, id, json!({ "enabled": enabled }));
    cx.store
        .write(move |db| {
            let mut it = store::schedules::lock(db, id)?.ok_or(Error::NotFound(Noun::Schedule))?;
            if enabled && !it.enabled && it.next_at < now {
                it.next_at = it.timing.next(now);
            }
            it.enabled = enabled;
            it.updated_at = now;
            store::schedules::update(db, &it)?;
            store::audit::insert(db, &entry)?;
            Ok(it)
        })
        .await
}

/// Makes a schedule's job now, beside its times. While its last one is not done, that one is the answer.
pub async fn run(cx: &Context, actor: &Actor, id: ScheduleId) -> Result<JobRecord> {
    access::check(actor, Action::Change, Resource::Instance)?;
    let entry = audit::by(cx, actor, AuditAction::ScheduleChanged, id, json!({ "run": true }));
    let context = cx.clone();
    cx.store
        .write(move |db| {
            let mut it = store::schedules::lock(db, id)?.ok_or(Error::NotFound(Noun::Schedule))?;
            let new = made(&context, &it, it.id.to_string());
            let job_id: JobId = store::jobs::enqueue(db, &new)?.id();
            it.last_job_id = Some(job_id);
            store::schedules::update(db, &it)?;
            store::audit::insert(db, &entry)?;
            store::jobs::find(db, job_id)?.ok_or(Error::NotFound(Noun::Job))
        })
        .await
}
