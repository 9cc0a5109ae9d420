//! The measures of the queue: jobs that do nothing, with one worker in this process.

use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use job_worker::Options;
use managers::context::Context;
use managers::jobs::Handle;
use models::job::{Job, JobKind, JobState, Rehearsal};
use settings::{Settings, Sources};
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tokio_util::sync::CancellationToken;

use pallium_testing::{Database, TestDatabase};

use crate::Row;
use crate::measures::{median, to_f64};

/// Jobs of the throughput's measure.
const JOBS: u64 = 20_000;
/// Jobs put into the queue in one transaction.
const PER_WRITE: u64 = 500;
/// Jobs of the latency's measure, one after the other.
const SINGLE: usize = 300;

/// Hears of each job that begins.
static BEGUN: OnceLock<UnboundedSender<Instant>> = OnceLock::new();

/// Both databases; Postgres where `PALLIUM_TEST_POSTGRES` names a server.
pub(crate) async fn all(only: Option<&str>) -> Result<Vec<Row>> {
    let (sender, mut begun) = mpsc::unbounded_channel();
    BEGUN.get_or_init(|| sender);
    let mut rows = Vec::new();
    for (database, name, target) in [(Database::Sqlite, "sqlite", 2_000), (Database::Postgres, "postgres", 1_500)] {
        if only.is_none_or(|only| only == name) {
            rows.extend(measure(database, name, target, &mut begun).await?);
        }
    }
    Ok(rows)
}

async fn measure(
    database: Database,
    name: &str,
    target: u32,
    begun: &mut UnboundedReceiver<Instant>,
) -> Result<Vec<Row>> {
    let folder = tempfile::tempdir()?;
    let database = TestDatabase::make(database, folder.path());
    let flags = [("data.dir", folder.path().display().to_string()), ("database.url", database.url().to_owned())];
    let flags = flags.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    let settings = Settings::load(Sources { flags, ..Sources::default() })?;
    let cx = router::rooms(settings, pallium_testing::reader()).await?;
    let filled_in = fill(&cx).await?;
    let shutdown = CancellationToken::new();
    cx.tasks.spawn(managers::bus::listen(cx.clone(), shutdown.clone()));
    let started = Instant::now();
    job_worker::start(&cx, shutdown.clone(), Options { execute });
    while left(&cx).await? > 0 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let per_second = to_f64(JOBS) / started.elapsed().as_secs_f64();
    while begun.try_recv().is_ok() {}
    let mut waits = waits(&cx, begun).await?;
    shutdown.cancel();
    cx.tasks.close();
    cx.tasks.wait().await;
    let wait = median(&mut waits)?;
    let (rate, latency) = match name {
        "sqlite" => ("> 2000/s", "< 10 ms"),
        _ => ("> 1500/s", "< 10 ms"),
    };
    Ok(vec![
        Row {
            what: format!("queue on {name}: jobs put into it, {PER_WRITE} a transaction"),
            measured: format!("{:.0}/s", to_f64(JOBS) / filled_in.as_secs_f64()),
            target: "",
            met: true,
        },
        Row {
            what: format!("queue on {name}: no-op jobs, one worker"),
            measured: format!("{per_second:.0}/s"),
            target: rate,
            met: per_second > f64::from(target),
        },
        Row {
            what: format!("queue on {name}: enqueue to start, idle worker, p50"),
            measured: format!("{:.2} ms", wait.as_secs_f64() * 1000.0),
            target: latency,
            met: wait < Duration::from_millis(10),
        },
    ])
}

fn execute(_: Context, job: Job, _: Arc<Handle>) -> Pin<Box<dyn Future<Output = managers::error::Result<()>> + Send>> {
    Box::pin(async move {
        if job.kind() == JobKind::Rehearse
            && let Some(begun) = BEGUN.get()
            && begun.send(Instant::now()).is_err()
        {
            tracing::trace!("nobody measures");
        }
        Ok(())
    })
}

fn no_op(cx: &Context) -> store::jobs::New {
    managers::jobs::new(cx, Job::Rehearse(Rehearsal::default()))
}

/// Puts the jobs into the queue before there is a worker.
async fn fill(cx: &Context) -> Result<Duration> {
    let started = Instant::now();
    for _ in 0..JOBS / PER_WRITE {
        let new: Vec<_> = (0..PER_WRITE).map(|_| no_op(cx)).collect();
        cx.store.write(move |db| new.iter().try_for_each(|new| store::jobs::enqueue(db, new).map(drop))).await?;
    }
    Ok(started.elapsed())
}

async fn left(cx: &Context) -> Result<i64> {
    let counts = managers::jobs::work::counts(cx).await?;
    Ok(counts
        .iter()
        .filter(|it| it.kind == JobKind::Rehearse && it.state != JobState::Completed)
        .map(|it| it.count)
        .sum())
}

/// From the call that enqueues to the job's first instruction, in the order of the calls.
async fn waits(cx: &Context, begun: &mut UnboundedReceiver<Instant>) -> Result<Vec<Duration>> {
    let mut waits = Vec::with_capacity(SINGLE);
    for _ in 0..SINGLE {
        let called = Instant::now();
        managers::jobs::enqueue(cx, no_op(cx)).await?;
        let begun = begun.recv().await.context("the worker ended")?;
        waits.push(begun.duration_since(called));
    }
    Ok(waits)
}
