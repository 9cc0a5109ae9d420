//! A connection to either database.
//!
//! `diesel::MultiConnection` would let a query be written once as well, but it builds each one
//! twice and cannot say upserts or `RETURNING`. The `on!` macro compiles the same expression for
//! both databases instead, so each gets its native, cached statement.

use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::r2d2::R2D2Connection;
use diesel::{Connection as _, PgConnection, QueryResult, SqliteConnection};

use crate::address::Address;
use crate::error::StoreError;
use crate::tuning::tune_sqlite;

/// A connection to the database, inside `Store::read` or `Store::write`. The query functions of
/// this room take it; nothing else can use it.
pub struct Db(pub(crate) Connection, Enqueued);

/// Whether the transaction put jobs into the queue that can be taken at once.
#[derive(Default)]
struct Enqueued(bool);

pub(crate) enum Connection {
    Pg(PgConnection),
    Sqlite(SqliteConnection),
}

/// Which database is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// Postgres.
    Postgres,
    /// SQLite, a file.
    Sqlite,
}

/// Runs one expression against the connection of either database.
macro_rules! on {
    ($db:expr, |$connection:ident| $body:expr) => {
        match &mut $db.0 {
            $crate::db::Connection::Pg($connection) => $body,
            $crate::db::Connection::Sqlite($connection) => $body,
        }
    };
}
pub(crate) use on;

/// How a connection is opened.
#[derive(Debug, Clone)]
pub(crate) struct Opening {
    pub(crate) address: Address,
    pub(crate) busy_timeout_ms: u64,
    pub(crate) read_only: bool,
}

impl Opening {
    pub(crate) fn connect(&self) -> Result<Db, StoreError> {
        let failed = |source| StoreError::Connect { target: self.address.shown(), source };
        match &self.address {
            Address::Postgres(url) => {
                let mut connection = PgConnection::establish(url).map_err(failed)?;
                connection.batch_execute(&self.postgres_settings())?;
                Ok(Db(Connection::Pg(connection), Enqueued::default()))
            }
            Address::Sqlite(path) => {
                let path = path.to_str().ok_or(StoreError::Address { reason: "the path is not UTF-8" })?;
                tune_sqlite();
                let mut connection = SqliteConnection::establish(path).map_err(failed)?;
                connection.batch_execute(&self.sqlite_pragmas())?;
                Ok(Db(Connection::Sqlite(connection), Enqueued::default()))
            }
        }
    }

    /// Some failures are known by their English words only. Postgres lets a superuser choose the
    /// language of its messages, and nobody else unless told so.
    fn postgres_settings(&self) -> String {
        format!(
            "SET lock_timeout = {};
             SELECT set_config('lc_messages', 'C', false) FROM pg_roles WHERE rolname = current_user AND rolsuper;",
            self.busy_timeout_ms,
        )
    }

    /// `query_only` comes last: switching to WAL is a write.
    fn sqlite_pragmas(&self) -> String {
        format!(
            "PRAGMA busy_timeout = {};
             PRAGMA journal_mode = WAL;
             PRAGMA synchronous = NORMAL;
             PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES};
             PRAGMA foreign_keys = ON;
             PRAGMA mmap_size = {MMAP_BYTES};
             PRAGMA cache_size = -{CACHE_KIB};
             PRAGMA temp_store = MEMORY;
             PRAGMA query_only = {};",
            self.busy_timeout_ms,
            if self.read_only { "ON" } else { "OFF" },
        )
    }
}

/// Most of the file that is read through the page cache of the system instead of by copies.
const MMAP_BYTES: u64 = 64 << 20;

/// Pages of the write-ahead log after which it is copied into the file: 16 MiB. Answers write the same few
/// pages again and again, which are then copied and synced once instead of four times.
const CHECKPOINT_PAGES: u32 = 4096;

/// Page cache of each SQLite connection.
const CACHE_KIB: u32 = 2048;

impl Db {
    pub(crate) fn dialect(&self) -> Dialect {
        match self.0 {
            Connection::Pg(_) => Dialect::Postgres,
            Connection::Sqlite(_) => Dialect::Sqlite,
        }
    }

    /// Remembers that the workers of this process are to be woken after the commit. `false`: it was
    /// remembered before in this transaction.
    pub(crate) fn enqueued(&mut self) -> bool {
        !std::mem::replace(&mut self.1.0, true)
    }

    /// Whether jobs were put into the queue since the last call.
    pub(crate) fn take_enqueued(&mut self) -> bool {
        std::mem::take(&mut self.1.0)
    }

    /// Runs statements that take no values.
    pub(crate) fn execute(&mut self, sql: &str) -> QueryResult<()> {
        on!(self, |c| c.batch_execute(sql))
    }

    /// Runs `work` between `begin` and a commit; an error of `work` rolls back.
    pub(crate) fn transaction<T, E: From<StoreError>>(
        &mut self,
        begin: &str,
        work: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<T, E> {
        on!(self, |c| AnsiTransactionManager::begin_transaction_sql(c, begin)).map_err(StoreError::from)?;
        match work(self) {
            Ok(value) => {
                on!(self, |c| AnsiTransactionManager::commit_transaction(c)).map_err(StoreError::from)?;
                Ok(value)
            }
            Err(error) => {
                if let Err(rollback) = on!(self, |c| AnsiTransactionManager::rollback_transaction(c)) {
                    // The pool drops a connection that is still in a transaction, which rolls back.
                    tracing::warn!(error = %rollback, "rolling back a transaction");
                }
                Err(error)
            }
        }
    }

    /// `IMMEDIATE` on SQLite: a deferred transaction that comes to write fails at once when
    /// another one writes, whatever the busy timeout; an immediate one waits.
    pub(crate) fn begin_write(&self) -> &'static str {
        match self.dialect() {
            Dialect::Postgres => "BEGIN",
            Dialect::Sqlite => "BEGIN IMMEDIATE",
        }
    }

    /// All that a snapshot reads is of one moment.
    pub(crate) fn begin_snapshot(&self) -> &'static str {
        match self.dialect() {
            Dialect::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
            Dialect::Sqlite => "BEGIN DEFERRED",
        }
    }

    /// Whether the connection can serve another caller; asks the database.
    pub(crate) fn is_usable(&mut self) -> bool {
        on!(self, |c| {
            let depth = AnsiTransactionManager::transaction_manager_status_mut(c).transaction_depth();
            matches!(depth, Ok(None)) && c.ping().is_ok()
        })
    }
}
