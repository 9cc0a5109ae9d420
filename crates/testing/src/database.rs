//! A fresh database for each test.
#![expect(clippy::expect_used, reason = "test support fails by panicking, with a sentence")]

use std::path::Path;
use std::process::Command;

use managers::clock::Random;

/// Names the Postgres server on which tests make their databases.
const POSTGRES: &str = "PALLIUM_TEST_POSTGRES";

/// Which database a test runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Database {
    /// A file in the test's folder.
    Sqlite,
    /// A database of its own on the server that `PALLIUM_TEST_POSTGRES` names.
    Postgres,
}

/// An empty database of its own. Dropping it removes it.
#[derive(Debug)]
pub struct TestDatabase {
    url: String,
    /// Server and name, where there is something to remove.
    on_server: Option<(String, String)>,
}

impl TestDatabase {
    /// Makes one; a SQLite file lies in `dir`.
    pub fn make(database: Database, dir: &Path) -> Self {
        match database {
            Database::Sqlite => Self { url: format!("sqlite:{}", dir.join("pallium.db").display()), on_server: None },
            Database::Postgres => {
                let server = server();
                let name = format!("pallium_test_{}", Random::system().uuid().simple());
                psql(&server, &format!("CREATE DATABASE {name}"));
                Self { url: with_database(&server, &name), on_server: Some((server, name)) }
            }
        }
    }

    /// The URL as `database.url` takes it.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Runs a statement behind the server's back. Postgres only.
    pub fn execute(&self, statement: &str) {
        assert!(self.on_server.is_some(), "there is no client program for SQLite");
        psql(&self.url, statement);
    }
}

impl TestDatabase {
    /// Closes the database to everyone and breaks every connection to it. Postgres only.
    pub fn close(&self) {
        let (server, name) = self.on_server.as_ref().expect("a SQLite file cannot be closed");
        psql(server, &format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false"));
        psql(server, &format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"));
    }

    /// Opens the database again.
    pub fn reopen(&self) {
        let (server, name) = self.on_server.as_ref().expect("a SQLite file cannot be closed");
        psql(server, &format!("ALTER DATABASE {name} ALLOW_CONNECTIONS true"));
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if let Some((server, name)) = &self.on_server {
            psql(server, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "names a server for tests; no setting of the product")]
fn server() -> String {
    std::env::var(POSTGRES)
        .expect("PALLIUM_TEST_POSTGRES is not set: run `cargo xtask test`, which starts a Postgres server")
}

/// `postgres://user@host:port/postgres` with another database.
fn with_database(server: &str, name: &str) -> String {
    let (address, options) =
        server.split_once('?').map_or((server, None), |(address, options)| (address, Some(options)));
    let (before, _) = address.rsplit_once('/').expect("PALLIUM_TEST_POSTGRES must end in a database");
    options.map_or(format!("{before}/{name}"), |options| format!("{before}/{name}?{options}"))
}

/// The client program, because only `store` speaks SQL.
fn psql(server: &str, statement: &str) {
    let output = Command::new("psql")
        .args(["--no-psqlrc", "--quiet", "--dbname", server, "--command", statement])
        .output()
        .expect("running psql; `cargo xtask test` installs it");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() || std::thread::panicking(), "psql: {statement}: {said}");
}
