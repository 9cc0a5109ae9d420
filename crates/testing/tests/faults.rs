//! The queue's promise under the worst of luck: three workers, of which one is killed again and again.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::HashSet;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use models::ids::JobId;
use models::job::{AttemptEnd, DependencyRule, Job, JobEvent, JobRecord, JobState, Rehearsal};
use models::time::Time;
use pallium_testing::{Database, TestDatabase};
use store::jobs::{Filter, New};
use store::{Store, StoreOptions};
use uuid::Uuid;

const JOBS: u128 = 1_000;
const WORKERS: usize = 3;
/// Between two kills: long enough for a worker to start, short enough to meet it at work.
const KILL_EVERY: Duration = Duration::from_millis(350);
/// Long after this the queue hangs.
const PATIENCE: Duration = Duration::from_secs(240);

#[test]
fn every_job_is_done_once_on_sqlite_while_workers_are_killed() {
    pallium_testing::run(prove(Database::Sqlite));
}

#[test]
fn every_job_is_done_once_on_postgres_while_workers_are_killed() {
    pallium_testing::run(prove(Database::Postgres));
}

async fn prove(database: Database) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("violations")).unwrap();
    let database = TestDatabase::make(database, folder.path());
    let store = Store::open(&StoreOptions::new(database.url())).unwrap();
    store.migrate().await.unwrap();
    enqueue(&store).await;
    let kills = kill_until_done(&store, folder.path(), database.url()).await;
    check(&store, folder.path(), kills).await;
}

fn now() -> Time {
    managers::clock::Clock::System.now()
}

async fn enqueue(store: &Store) {
    let at = now();
    let new = move |number: u128| New {
        id: JobId(Uuid::from_u128(at.timestamp_millis().unsigned_abs() as u128 * (1 << 80) + number)),
        job: Job::Rehearse(Rehearsal::default()),
        owner_id: None,
        priority: 0,
        run_at: at,
        max_attempts: 25,
        timeout: Duration::from_secs(60),
        unique_key: None,
        schedule_id: None,
        depends_on: Vec::new(),
        rule: DependencyRule::Cancel,
        created_at: at,
    };
    let all = store.write(move |db| {
        store::jobs::ensure_kinds(db)?;
        (0..JOBS).try_for_each(|number| store::jobs::enqueue(db, &new(number)).map(drop))
    });
    all.await.unwrap();
}

/// Kills a worker again and again until all jobs have ended, and counts the kills.
async fn kill_until_done(store: &Store, folder: &Path, url: &str) -> u32 {
    let begun = Instant::now();
    let mut workers: Vec<Worker> = (0..WORKERS).map(|_| Worker::start(folder, url)).collect();
    let (mut kills, mut luck) = (0, 0x9e37_79b9_u32);
    let mut tick = tokio::time::interval(KILL_EVERY);
    tick.tick().await;
    while left(store).await > 0 {
        assert!(begun.elapsed() < PATIENCE, "{} jobs are left after {PATIENCE:?}", left(store).await);
        tick.tick().await;
        luck = luck.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let victim = luck as usize >> 16;
        workers[victim % WORKERS] = Worker::start(folder, url);
        kills += 1;
    }
    kills
}

async fn left(store: &Store) -> i64 {
    let counts = store.read(store::jobs::counts).await.unwrap();
    counts.iter().filter(|it| it.kind == models::job::JobKind::Rehearse).map(|it| it.count).sum()
}

async fn check(store: &Store, folder: &Path, kills: u32) {
    let violations: Vec<_> = std::fs::read_dir(folder.join("violations")).unwrap().collect();
    assert!(violations.is_empty(), "{violations:?}");
    let filter = Filter { kinds: vec![models::job::JobKind::Rehearse], limit: 2_000, ..Filter::default() };
    let jobs: Vec<JobRecord> = store.read(move |db| store::jobs::list(db, &filter)).await.unwrap();
    let done = jobs.iter().filter(|job| job.state == JobState::Completed).count();
    assert_eq!((jobs.len(), done), (JOBS as usize, JOBS as usize));
    let effects = store.read(|db| store::audit::list(db, 2_000, None)).await.unwrap();
    let by_job: HashSet<_> = effects.iter().map(|entry| entry.resource.clone()).collect();
    assert_eq!((effects.len(), by_job), (JOBS as usize, jobs.iter().map(|job| job.id.to_string()).collect()));
    let lost = jobs.iter().flat_map(|job| &job.errors).filter(|error| error.end == AttemptEnd::WorkerLost).count();
    assert!(kills > 3 && lost > 0, "{kills} kills met {lost} attempts");
    for job in jobs {
        let events = store.read(move |db| store::jobs::events_after(db, job.id, 0, 500)).await.unwrap();
        let begun = events.iter().filter_map(|it| match it.event {
            JobEvent::Started { attempt, .. } => Some(attempt),
            _ => None,
        });
        assert_eq!(begun.collect::<Vec<_>>(), (1..=job.attempt).collect::<Vec<_>>());
        assert_eq!(events.last().map(|it| &it.event), Some(&JobEvent::Completed));
    }
}

/// A worker process; dropping it kills it with `SIGKILL`.
struct Worker(Child);

impl Worker {
    fn start(folder: &Path, url: &str) -> Self {
        let settings = [
            format!("data.dir={}", folder.display()),
            format!("database.url={url}"),
            "database.readers=2".to_owned(),
            "jobs.lease=3s".to_owned(),
            "jobs.concurrency=4".to_owned(),
        ];
        let mut command = Command::new(env!("CARGO_BIN_EXE_fault-worker"));
        command.arg(folder).args(settings).stdin(Stdio::null()).stdout(Stdio::null());
        Self(command.spawn().unwrap())
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}
