//! A worker that proves, while it is killed again and again, that no job runs twice at the same time:
//! `fault-worker FOLDER key=value…`, where the pairs are settings. `crates/testing/tests/faults.rs` runs it.
//!
//! Each attempt holds a lock of the operating system on the job's file, which ends with the process; one
//! that meets the lock of another living process, or a fencing token that is not older than its own, leaves a
//! file in the folder `violations`. Its effect is a row with the job's id, written in a transaction that
//! holds the job.

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use anyhow::Context as _;
use job_worker::Options;
use managers::context::Context;
use managers::error::{Error, Result};
use managers::jobs::Handle;
use models::audit::{AuditAction, AuditEntry};
use models::ids::AuditEntryId;
use models::job::Job;
use settings::{Settings, Sources};
use store::StoreError;
use tokio_util::sync::CancellationToken;

/// How long the work takes.
const WORK: Duration = Duration::from_millis(40);

static FOLDER: OnceLock<PathBuf> = OnceLock::new();

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> anyhow::Result<()> {
    let mut words = std::env::args().skip(1);
    FOLDER.get_or_init(|| words.next().unwrap_or_default().into());
    let flags = words.filter_map(|pair| pair.split_once('=').map(|(key, value)| (key.to_owned(), value.to_owned())));
    let settings = Settings::load(Sources { flags: flags.collect(), ..Sources::default() })?;
    let cx = router::rooms(settings, pallium_testing::reader()).await.context("opening the rooms")?;
    let shutdown = CancellationToken::new();
    cx.tasks.spawn(managers::bus::listen(cx.clone(), shutdown.clone()));
    job_worker::start(&cx, shutdown, Options { execute });
    cx.tasks.close();
    cx.tasks.wait().await;
    Ok(())
}

fn execute(cx: Context, job: Job, handle: Arc<Handle>) -> Pin<Box<dyn Future<Output = Result<()>> + Send>> {
    Box::pin(async move {
        if !matches!(job, Job::Rehearse(_)) {
            return Ok(());
        }
        let folder = FOLDER.get().cloned().unwrap_or_default();
        let alone = enter(&folder, &handle).map_err(|error| Error::internal("taking the job's file", error))?;
        tokio::time::sleep(WORK / 2).await;
        effect(&cx, &handle).await?;
        tokio::time::sleep(WORK / 2).await;
        drop(alone);
        Ok(())
    })
}

/// Takes the job's file; the lock ends with the returned file, or with the process.
fn enter(folder: &Path, handle: &Handle) -> std::io::Result<File> {
    let path = folder.join(handle.id.to_string());
    let mut file = OpenOptions::new().create(true).truncate(false).read(true).write(true).open(path)?;
    if file.try_lock().is_err() {
        violate(folder, handle, "runs twice at the same time")?;
    }
    let mut token = String::new();
    file.read_to_string(&mut token)?;
    if token.trim().parse().unwrap_or(0) >= handle.attempt {
        violate(folder, handle, &format!("token {} after {token}", handle.attempt))?;
    }
    file.rewind()?;
    write!(file, "{:8}", handle.attempt)?;
    Ok(file)
}

fn violate(folder: &Path, handle: &Handle, what: &str) -> std::io::Result<()> {
    std::fs::write(folder.join("violations").join(handle.id.to_string()), what)
}

/// Idempotent by its key, and nothing without the lease.
async fn effect(cx: &Context, handle: &Arc<Handle>) -> Result<()> {
    let entry = AuditEntry {
        id: AuditEntryId(handle.id.0),
        at: cx.now(),
        actor_id: None,
        action: AuditAction::InstanceChanged,
        resource: handle.id.to_string(),
        address: String::new(),
        detail: serde_json::json!({ "attempt": handle.attempt, "worker": handle.worker }),
    };
    let held = Arc::clone(handle);
    let written = cx.store.write(move |db| {
        if let Err(error) = held.hold(db) {
            return Ok(Err(error));
        }
        store::audit::insert(db, &entry).map(Ok)
    });
    match written.await {
        Ok(outcome) => outcome,
        // An earlier attempt did it and died before its end was written.
        Err(StoreError::Conflict { .. }) => Ok(()),
        Err(error) => Err(error.into()),
    }
}
