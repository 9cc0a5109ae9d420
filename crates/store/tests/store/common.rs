//! A fresh database for each test.

use std::sync::atomic::{AtomicU32, Ordering};

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection, SqliteConnection};
use pallium_store::{Db, Store, StoreError, StoreOptions};
use tempfile::TempDir;

/// A store on a database that ends with it.
pub(crate) struct TestDb {
    pub(crate) store: Store,
    pub(crate) options: StoreOptions,
    place: Place,
}

enum Place {
    /// The folder goes with the value.
    Sqlite {
        _folder: TempDir,
    },
    Postgres {
        name: String,
    },
}

static NEXT: AtomicU32 = AtomicU32::new(0);

impl TestDb {
    /// An empty SQLite file in a folder of its own.
    pub(crate) fn empty_sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("test.db").display());
        Self::open(StoreOptions::new(url), Place::Sqlite { _folder: folder })
    }

    /// An empty database on the server of `PALLIUM_TEST_POSTGRES`.
    pub(crate) fn empty_postgres() -> Self {
        let name = format!("pallium_store_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let mut server = PgConnection::establish(&server_url()).unwrap();
        // A run that was killed may have left one of this name.
        server.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).unwrap();
        let locale = "TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'";
        server.batch_execute(&format!("CREATE DATABASE {name} {locale}")).unwrap();
        let server = server_url();
        let (host, _) = server.rsplit_once('/').unwrap();
        Self::open(StoreOptions::new(format!("{host}/{name}")), Place::Postgres { name })
    }

    fn open(options: StoreOptions, place: Place) -> Self {
        Self { store: Store::open(&options).unwrap(), options, place }
    }

    /// With all tables.
    pub(crate) async fn migrated(self) -> Self {
        self.store.migrate().await.unwrap();
        self
    }

    /// Does something in one transaction.
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Db) -> Result<T, StoreError> + Send + 'static,
    ) -> T {
        self.store.write(work).await.unwrap()
    }

    /// Asks something.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Db) -> Result<T, StoreError> + Send + 'static,
    ) -> T {
        self.store.read(work).await.unwrap()
    }

    /// The digits of a column of ids.
    pub(crate) fn hex_of(&self, column: &str) -> String {
        match self.place {
            Place::Sqlite { .. } => format!("lower(hex({column}))"),
            Place::Postgres { .. } => format!("replace(CAST({column} AS TEXT), '-', '')"),
        }
    }

    /// Runs SQL past the store, as an operator or another version would.
    pub(crate) fn execute(&self, sql: &str) {
        match &self.place {
            Place::Sqlite { .. } => {
                let path = self.options.url.strip_prefix("sqlite:").unwrap();
                SqliteConnection::establish(path).unwrap().batch_execute(sql).unwrap();
            }
            Place::Postgres { .. } => PgConnection::establish(&self.options.url).unwrap().batch_execute(sql).unwrap(),
        }
    }
}

impl Drop for TestDb {
    fn drop(&mut self) {
        if let Place::Postgres { name } = &self.place {
            let mut server = PgConnection::establish(&server_url()).unwrap();
            server.batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)")).unwrap();
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "names a server for tests; no setting of the product")]
fn server_url() -> String {
    match std::env::var("PALLIUM_TEST_POSTGRES") {
        Ok(url) => url,
        Err(_) => panic!("PALLIUM_TEST_POSTGRES is not set; run cargo xtask test, which starts a Postgres server"),
    }
}

/// Makes a test for each database of each function that takes a migrated `TestDb`.
macro_rules! on_both {
    ($($claim:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $claim() {
                super::$claim(crate::common::TestDb::empty_sqlite().migrated().await).await;
            })+
        }

        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $claim() {
                super::$claim(crate::common::TestDb::empty_postgres().migrated().await).await;
            })+
        }
    };
}
pub(crate) use on_both;
