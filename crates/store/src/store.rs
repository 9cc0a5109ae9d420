//! The database as the other rooms hold it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use tokio::sync::watch;

use crate::address::Address;
use crate::db::{Db, Dialect, Opening};
use crate::error::StoreError;
use crate::migrations::{self, MigrationStatus};
use crate::pool::Pool;

/// How the database is opened.
#[derive(Clone)]
pub struct StoreOptions {
    /// `sqlite:<absolute path>` or `postgres://…`.
    pub url: String,
    /// SQLite: connections that read; one more writes. Postgres: all connections.
    pub readers: u32,
    /// How long a statement waits for a lock of another process, in milliseconds.
    pub busy_timeout_ms: u64,
    /// How long a caller waits for a free connection, in milliseconds.
    pub pool_timeout_ms: u64,
}

impl StoreOptions {
    /// The usual limits: 4 connections, 5 s for a lock, 10 s for a connection.
    pub fn new(url: impl Into<String>) -> Self {
        Self { url: url.into(), readers: 4, busy_timeout_ms: 5_000, pool_timeout_ms: 10_000 }
    }
}

/// The database. Cheap to clone; the connections close when the last clone is dropped.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    address: Address,
    dialect: Dialect,
    reads: Pool,
    /// SQLite has one writer; Postgres writes on the connections it reads with.
    writes: Option<Pool>,
    commits: AtomicU64,
    /// Counts commits that put jobs into the queue.
    enqueued: watch::Sender<u64>,
}

impl Store {
    /// Connects once, to say at once what is wrong, and starts the connections' threads. It does
    /// not migrate. Blocks for the time of one connection.
    pub fn open(options: &StoreOptions) -> Result<Self, StoreError> {
        let address = Address::parse(&options.url)?;
        if let Address::Sqlite(path) = &address {
            create_private(path);
        }
        let wait = Duration::from_millis(options.pool_timeout_ms);
        let opening = Opening { address: address.clone(), busy_timeout_ms: options.busy_timeout_ms, read_only: false };
        let first = opening.connect()?;
        let dialect = first.dialect();
        let (reads, writes) = match dialect {
            Dialect::Postgres => (Pool::start("any", opening, options.readers, wait, Some(first)), None),
            Dialect::Sqlite => {
                let reading = Opening { read_only: true, ..opening.clone() };
                let writes = Pool::start("write", opening, 1, wait, Some(first));
                (Pool::start("read", reading, options.readers, wait, None), Some(writes))
            }
        };
        Ok(Self(Arc::new(Inner {
            address,
            dialect,
            reads,
            writes,
            commits: AtomicU64::new(0),
            enqueued: watch::channel(0).0,
        })))
    }

    /// Asks questions. Each statement sees what was committed when it began; questions whose
    /// answers must agree belong in [`Store::snapshot`].
    pub async fn read<T, E>(&self, work: impl FnOnce(&mut Db) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        timed("read", self.0.reads.run(work)).await
    }

    /// Asks several questions of one moment. Two more round trips than `read`.
    pub async fn snapshot<T, E>(&self, work: impl FnOnce(&mut Db) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        timed("read", self.0.reads.run(|db| db.transaction(db.begin_snapshot(), work))).await
    }

    /// Changes something, in one transaction: an error of `work` undoes all of it. On SQLite
    /// writers wait for each other; on Postgres a failed compare-and-set is the caller's to see.
    pub async fn write<T, E>(&self, work: impl FnOnce(&mut Db) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let inner = Arc::clone(&self.0);
        let counted = move |db: &mut Db| {
            let outcome = db.transaction(db.begin_write(), work);
            // Counted on the database's thread: the caller may be gone when it has committed.
            inner.commits.fetch_add(1, Ordering::Release);
            if db.take_enqueued() && outcome.is_ok() {
                inner.enqueued.send_modify(|count| *count += 1);
            }
            outcome
        };
        timed("write", self.writer().run(counted)).await
    }

    /// How many transactions of this process have ended. While it stays the same, nothing was
    /// changed from here.
    pub fn commits(&self) -> u64 {
        self.0.commits.load(Ordering::Acquire)
    }

    /// Changes whenever this process has committed jobs that a worker can take at once.
    pub fn enqueued(&self) -> watch::Receiver<u64> {
        self.0.enqueued.subscribe()
    }

    /// Applies what is missing, all or nothing, one process at a time. `NewerSchema` when the
    /// database knows a migration that this binary does not.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        self.writer().run(migrations::migrate).await
    }

    /// Every migration of this binary, oldest first, and whether the database has it.
    pub async fn migration_status(&self) -> Result<Vec<MigrationStatus>, StoreError> {
        self.writer().run(migrations::status).await
    }

    /// Undoes the newest migration and says which it was; `NotFound` when there is none.
    pub async fn revert_last(&self) -> Result<String, StoreError> {
        self.writer().run(migrations::revert_last).await
    }

    /// Which database this is.
    pub fn dialect(&self) -> Dialect {
        self.0.dialect
    }

    /// Asks the database for a sign of life.
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.read(|db| if db.is_usable() { Ok(()) } else { Err(StoreError::Busy) }).await
    }

    /// The address for messages: without user, password and options.
    pub fn shown_address(&self) -> String {
        self.0.address.shown()
    }

    fn writer(&self) -> &Pool {
        self.0.writes.as_ref().unwrap_or(&self.0.reads)
    }
}

/// The file holds password hashes, so nobody but its owner may read it. SQLite gives its side
/// files the same mode. Failure shows when SQLite opens the file, with a better message.
fn create_private(path: &std::path::Path) {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    drop(options.open(path));
}

async fn timed<T>(operation: &'static str, work: impl Future<Output = T>) -> T {
    let begun = Instant::now();
    let outcome = work.await;
    metrics::histogram!("pallium_db_seconds", "op" => operation).record(begun.elapsed().as_secs_f64());
    outcome
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The limit holds for one connection, so the test must reach the writer's.
    #[tokio::test]
    async fn a_full_disk_is_told_apart_and_leaves_nothing_half_written() {
        let folder = tempfile::tempdir().unwrap();
        let store =
            Store::open(&StoreOptions::new(format!("sqlite:{}", folder.path().join("a.db").display()))).unwrap();
        let rows = |bytes: u32| format!("INSERT INTO t SELECT zeroblob({bytes})");
        let setup = "CREATE TABLE t (b BLOB); PRAGMA max_page_count = 20";
        store.writer().run(move |db| Ok::<_, StoreError>(db.execute(setup)?)).await.unwrap();
        let outcome = store
            .write(move |db| {
                db.execute(&rows(10))?;
                Ok::<_, StoreError>(db.execute(&rows(1_000_000))?)
            })
            .await;
        assert!(matches!(outcome, Err(StoreError::Full)), "{outcome:?}");
        let count = crate::raw::raw::<diesel::sql_types::BigInt>("SELECT count(*) FROM t");
        let left: i64 = store
            .read(|db| Ok::<_, StoreError>(crate::db::on!(db, |c| diesel::RunQueryDsl::get_result(count, c))?))
            .await
            .unwrap();
        assert_eq!(left, 0);
    }
}
