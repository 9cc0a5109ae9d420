//! How many calls a key and its user may make at once.
//!
//! With SQLite there is one process, which counts by itself. With Postgres each process leases places, some of them
//! ahead where the limit is large, and gives back those that it does not fill.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use models::gateway_error::{GatewayError, GatewayErrorKind};
use models::limits::Subject;
use models::time::Time;
use store::Dialect;
use store::parallel_leases::Lease;

use super::authorize::Caller;
use super::limits::of;
use super::refused::Refused;
use crate::context::Context;
use crate::error::{Error, Result};

/// A lease that is not renewed is free after this time. `gateway::alive` renews it every minute.
const LEASE: Duration = Duration::from_secs(180);
/// A process keeps this share of a limit although it does not fill it.
const PORTIONS: u32 = 10;

/// The calls of this process.
#[derive(Default)]
pub(super) struct Parallel {
    held: Mutex<HashMap<Subject, Held>>,
    /// Leases are changed one after the other.
    leasing: tokio::sync::Mutex<()>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Held {
    running: u32,
    /// What the database has granted; without meaning where it is not asked.
    leased: u32,
    /// Until when it is.
    leased_until: Option<Time>,
    limit: u32,
}

impl Held {
    /// What the process would like to hold.
    fn wanted(self) -> u32 {
        self.running + self.limit / PORTIONS
    }
}

/// Places taken among the calls at once. Dropped, they are free.
pub(super) struct Running {
    cx: Context,
    subjects: Vec<Subject>,
}

impl Drop for Running {
    fn drop(&mut self) {
        let mut surplus = Vec::new();
        {
            let mut all = lock(&self.cx.gateway.parallel.held);
            for &subject in &self.subjects {
                let Some(held) = all.get_mut(&subject) else { continue };
                held.running = held.running.saturating_sub(1);
                if held.leased > held.wanted() {
                    surplus.push(subject);
                }
                if held.running == 0 && held.leased == 0 {
                    all.remove(&subject);
                }
            }
        }
        if !surplus.is_empty() {
            self.cx.tasks.spawn(give_back(self.cx.clone(), surplus));
        }
    }
}

/// Takes a place of every limit, or none.
pub(super) async fn enter(cx: &Context, caller: &Caller) -> Result<Running, Refused> {
    let mut running = Running { cx: cx.clone(), subjects: Vec::new() };
    for (subject, limits) in caller.limited() {
        let Some(limit) = limits.parallel else { continue };
        let entered = match cx.store.dialect() {
            Dialect::Sqlite => fill(cx, subject, limit, Some(limit)),
            Dialect::Postgres => fill(cx, subject, limit, None) || leased(cx, subject, limit).await?,
        };
        if !entered {
            let message = format!("{} may have {limit} calls at once. Wait for one of them to end.", of(subject));
            let error = GatewayError::new(GatewayErrorKind::RateLimited, message);
            return Err(Refused { retry_after: Some(Duration::from_secs(1)), ..error.into() });
        }
        running.subjects.push(subject);
    }
    Ok(running)
}

/// Takes a place that this process has.
fn fill(cx: &Context, subject: Subject, limit: u32, places: Option<u32>) -> bool {
    let mut all = lock(&cx.gateway.parallel.held);
    let held = all.entry(subject).or_default();
    held.limit = limit;
    let leased = if held.leased_until.is_some_and(|until| cx.now() < until) { held.leased } else { 0 };
    let free = held.running < places.unwrap_or(leased).min(limit);
    held.running += u32::from(free);
    free
}

/// Takes one of more places, which are asked for in a task of their own: what the database grants is noted although the
/// caller leaves.
async fn leased(cx: &Context, subject: Subject, limit: u32) -> Result<bool> {
    let lost = |_| Error::internal("leasing places for calls", "the task was lost");
    cx.tasks.spawn(lease(cx.clone(), subject, limit)).await.map_err(lost)??;
    Ok(fill(cx, subject, limit, None))
}

async fn lease(cx: Context, subject: Subject, limit: u32) -> Result<()> {
    let _turn = cx.gateway.parallel.leasing.lock().await;
    let held = lock(&cx.gateway.parallel.held).get(&subject).copied().unwrap_or_default();
    let (now, most) = (cx.now(), i64::from(limit));
    let wanted = of_process(&cx, subject, (Held { limit, ..held }.wanted() + 1).min(limit));
    let until = wanted.expires_at;
    let granted = cx.store.write(move |db| store::parallel_leases::take(db, &wanted, most, now)).await?;
    let mut all = lock(&cx.gateway.parallel.held);
    let held = all.entry(subject).or_default();
    (held.leased, held.leased_until, held.limit) = (u32::try_from(granted).unwrap_or(0), Some(until), limit);
    Ok(())
}

/// Gives back what is not filled. Nobody fills it from the moment on that it is to be given back.
async fn give_back(cx: Context, subjects: Vec<Subject>) {
    let _turn = cx.gateway.parallel.leasing.lock().await;
    let mut leases = Vec::new();
    {
        let mut all = lock(&cx.gateway.parallel.held);
        for subject in subjects {
            let Some(held) = all.get_mut(&subject) else { continue };
            if held.leased > held.wanted() {
                held.leased = held.wanted();
                leases.push(of_process(&cx, subject, held.leased));
            }
            if held.running == 0 && held.leased == 0 {
                all.remove(&subject);
            }
        }
    }
    if let Err(error) = put(&cx, leases).await {
        tracing::warn!(%error, "places for calls come back when their lease expires");
    }
}

/// Forgets what dead processes held.
pub(super) async fn tidy(cx: &Context) -> Result<()> {
    let now = cx.now();
    cx.store.write(move |db| Ok::<_, Error>(store::parallel_leases::purge(db, now).map(drop)?)).await
}

/// Renews what this process holds.
pub(super) async fn renew(cx: &Context) -> Result<()> {
    if cx.store.dialect() == Dialect::Sqlite {
        return Ok(());
    }
    let _turn = cx.gateway.parallel.leasing.lock().await;
    let leases = {
        let mut all = lock(&cx.gateway.parallel.held);
        let idle = |held: &Held| held.running == 0;
        all.iter_mut().filter(|(_, held)| idle(held)).for_each(|(_, held)| held.leased = 0);
        let leases: Vec<Lease> = all.iter().map(|(subject, held)| of_process(cx, *subject, held.leased)).collect();
        all.retain(|_, held| !idle(held));
        leases
    };
    put(cx, leases.clone()).await?;
    let mut all = lock(&cx.gateway.parallel.held);
    for lease in leases {
        if let Some(held) = all.get_mut(&lease.subject) {
            held.leased_until = Some(lease.expires_at);
        }
    }
    Ok(())
}

async fn put(cx: &Context, leases: Vec<Lease>) -> Result<()> {
    if leases.is_empty() {
        return Ok(());
    }
    cx.store
        .write(move |db| {
            leases.iter().try_for_each(|lease| store::parallel_leases::put(db, lease))?;
            Ok::<_, Error>(())
        })
        .await
}

fn of_process(cx: &Context, subject: Subject, places: u32) -> Lease {
    Lease { subject, process: cx.process_id, places: places.into(), expires_at: cx.now() + LEASE }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
