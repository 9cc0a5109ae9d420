//! Whose leases a worker keeps: those of the jobs it works on, also when its machine slept, and no others.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking, its helpers too")]

use std::sync::mpsc;
use std::time::{Duration, Instant};

use models::job::{Job, JobKind, Rehearsal};
use models::time::Time;
use pallium_testing::{Client, Database, TestApp, on_both_databases};
use serde_json::{Value, json};
use store::jobs::{Claim, Room};
use store::{Store, StoreError, StoreOptions};
use tokio::sync::oneshot;

/// How long a worker may take to see that it is cut off.
const PATIENCE: Duration = Duration::from_secs(20);

fn noon() -> Time {
    "2026-11-21T12:00:00Z".parse().unwrap()
}

/// Makes a rehearsal and gives its address.
async fn rehearse(owner: &Client, work_ms: u32, run_at: Time) -> String {
    let job = json!({ "kind": "rehearse", "arguments": { "work_ms": work_ms }, "run_at": run_at });
    format!("jobs/{}", owner.post("jobs", job).await.with(202)["id"].as_str().unwrap())
}

/// Makes a job that takes long, and waits until the worker has begun it.
async fn busy(app: &TestApp, owner: &Client) -> String {
    let job = rehearse(owner, 600_000, app.context().now()).await;
    let mut events = owner.events(&format!("{job}/events/stream")).await;
    events.until(|frame| frame.data["event"]["type"] == "started").await;
    job
}

async fn end(owner: &Client, job: &str) -> Value {
    let mut events = owner.events(&format!("{job}/events/stream")).await;
    let frames = events.until(|frame| frame.data["event_type"] == "terminal").await;
    frames.last().unwrap().data["job"].clone()
}

/// Claims a new job for the worker of this process, which never hears of it, and gives its address.
async fn claim_unheard(app: &TestApp) -> String {
    let cx = app.context();
    let new = managers::jobs::new(cx, Job::Rehearse(Rehearsal::default()));
    let (id, now) = (new.id, cx.now());
    let rooms = vec![Room { kind: JobKind::Rehearse, concurrency: None }];
    let claim = Claim { worker: cx.process_id, rooms, limit: 1, now, lease_until: now + cx.settings.jobs.lease };
    let claimed = cx.store.write(move |db| {
        store::jobs::enqueue(db, &new)?;
        store::jobs::claim(db, &claim)
    });
    assert_eq!(claimed.await.unwrap().iter().map(|it| it.id).collect::<Vec<_>>(), [id]);
    format!("jobs/{id}")
}

/// Keeps a running job's row from everyone else, and on SQLite the whole database from those who write, until what it
/// gives is dropped.
async fn cut_off(app: &TestApp, job: &str) -> mpsc::Sender<()> {
    let store = Store::open(&StoreOptions::new(app.database().url())).unwrap();
    let (release, released) = mpsc::channel::<()>();
    let (locked, until_locked) = oneshot::channel();
    let (worker, id) = (app.context().process_id, job.strip_prefix("jobs/").unwrap().parse().unwrap());
    app.context().tasks.spawn(async move {
        let held = store.write(move |db| {
            locked.send(store::jobs::holds(db, worker, id, 1)?).unwrap();
            // Nothing is ever sent; the error of a dropped sender ends the wait.
            released.iter().for_each(drop);
            Ok::<_, StoreError>(())
        });
        held.await.unwrap();
    });
    assert!(until_locked.await.unwrap());
    release
}

/// Waits until no attempt is under way.
async fn until_nothing_runs(app: &TestApp) {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let metrics = app.anonymous().get("/metrics").await.text();
        if metrics.contains("pallium_jobs_running{kind=\"rehearse\"} 0") {
            return;
        }
        assert!(Instant::now() < deadline, "it still runs: {metrics}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

fn summary(job: &Value) -> (&str, u64, Vec<&str>) {
    let ends = job["errors"].as_array().unwrap().iter().map(|error| error["end"].as_str().unwrap());
    (job["state"].as_str().unwrap(), job["attempt"].as_u64().unwrap(), ends.collect())
}

on_both_databases! {
    async fn a_worker_whose_machine_slept_goes_on_with_its_jobs(database: Database) {
        let app = TestApp::builder(database).clock_at(noon()).with_jobs().start().await;
        let owner = app.owner().await;
        let long = busy(&app, &owner).await;
        let unheard = claim_unheard(&app).await;
        app.clock().advance(Duration::from_secs(600));
        // The same upkeep rescues both, or only what nobody works on.
        assert_eq!(summary(&end(&owner, &unheard).await), ("completed", 2, vec!["worker_lost"]));
        assert_eq!(summary(&owner.get(&long).await.ok()), ("running", 1, vec![]));
    }

    async fn a_job_whose_claim_was_not_heard_is_rescued_from_a_busy_worker(database: Database) {
        let app = TestApp::builder(database).setting("jobs.lease", "1s").with_jobs().start().await;
        let owner = app.owner().await;
        busy(&app, &owner).await;
        let unheard = claim_unheard(&app).await;
        assert_eq!(summary(&end(&owner, &unheard).await), ("completed", 2, vec!["worker_lost"]));
    }

    async fn a_worker_that_the_database_does_not_hear_stops_its_jobs(database: Database) {
        let app = TestApp::builder(database).setting("jobs.lease", "1s").with_jobs().start().await;
        let owner = app.owner().await;
        let job = busy(&app, &owner).await;
        let cut = cut_off(&app, &job).await;
        until_nothing_runs(&app).await;
        drop(cut);
        let mut events = owner.events(&format!("{job}/events/stream")).await;
        let second = |event: &Value| event["type"] == "started" && event["attempt"] == 2;
        events.until(|frame| second(&frame.data["event"])).await;
        let again = owner.get(&job).await.ok();
        assert_eq!((&again["state"], &again["attempt"]), (&json!("running"), &json!(2)));
    }
}
