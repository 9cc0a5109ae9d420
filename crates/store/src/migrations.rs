//! The steps by which the tables came to be, embedded in the binary.

use std::collections::HashSet;

use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::migration::{Migration, MigrationSource};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use crate::db::{Connection, Db, Dialect};
use crate::error::StoreError;

const POSTGRES: EmbeddedMigrations = embed_migrations!("../../migrations/postgres");
const SQLITE: EmbeddedMigrations = embed_migrations!("../../migrations/sqlite");

/// Held while migrating on Postgres, so that replicas that start together take turns.
const ADVISORY_LOCK: i64 = 0x7061_6c6c_6975_6d01;

/// A migration of this binary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MigrationStatus {
    /// `<timestamp>_<verb_noun>`.
    pub name: String,
    /// Whether the database has it.
    pub applied: bool,
}

pub(crate) fn migrate(db: &mut Db) -> Result<(), StoreError> {
    let doing = "applying the migrations";
    db.transaction(db.begin_write(), |db| {
        take_turns(db)?;
        refuse_newer(db)?;
        match &mut db.0 {
            Connection::Pg(c) => c.run_pending_migrations(POSTGRES).map(drop),
            Connection::Sqlite(c) => c.run_pending_migrations(SQLITE).map(drop),
        }
        .map_err(|source| StoreError::Migration { doing, source })
    })
}

pub(crate) fn status(db: &mut Db) -> Result<Vec<MigrationStatus>, StoreError> {
    let applied = applied(db)?;
    let names = names(db.dialect())?;
    Ok(names.into_iter().map(|name| MigrationStatus { applied: applied.contains(version(&name)), name }).collect())
}

pub(crate) fn revert_last(db: &mut Db) -> Result<String, StoreError> {
    let doing = "reverting the newest migration";
    db.transaction(db.begin_write(), |db| {
        take_turns(db)?;
        refuse_newer(db)?;
        let newest = status(db)?.into_iter().rfind(|migration| migration.applied).ok_or(StoreError::NotFound)?;
        match &mut db.0 {
            Connection::Pg(c) => c.revert_last_migration(POSTGRES).map(drop),
            Connection::Sqlite(c) => c.revert_last_migration(SQLITE).map(drop),
        }
        .map_err(|source| StoreError::Migration { doing, source })?;
        Ok(newest.name)
    })
}

fn take_turns(db: &mut Db) -> QueryResult<()> {
    match db.dialect() {
        Dialect::Postgres => db.execute(&format!("SELECT pg_advisory_xact_lock({ADVISORY_LOCK})")),
        Dialect::Sqlite => Ok(()),
    }
}

fn refuse_newer(db: &mut Db) -> Result<(), StoreError> {
    let names = names(db.dialect())?;
    let known: HashSet<&str> = names.iter().map(|name| version(name)).collect();
    let applied = applied(db)?;
    match applied.iter().filter(|version| !known.contains(version.as_str())).max() {
        Some(name) => Err(StoreError::NewerSchema { name: name.clone() }),
        None => Ok(()),
    }
}

fn applied(db: &mut Db) -> Result<HashSet<String>, StoreError> {
    let versions = match &mut db.0 {
        Connection::Pg(c) => c.applied_migrations(),
        Connection::Sqlite(c) => c.applied_migrations(),
    };
    let versions =
        versions.map_err(|source| StoreError::Migration { doing: "reading the applied migrations", source })?;
    Ok(versions.iter().map(ToString::to_string).collect())
}

fn names(dialect: Dialect) -> Result<Vec<String>, StoreError> {
    match dialect {
        Dialect::Postgres => names_of::<diesel::pg::Pg>(&POSTGRES),
        Dialect::Sqlite => names_of::<diesel::sqlite::Sqlite>(&SQLITE),
    }
}

fn names_of<DB: Backend>(source: &impl MigrationSource<DB>) -> Result<Vec<String>, StoreError> {
    let migrations: Vec<Box<dyn Migration<DB>>> = source
        .migrations()
        .map_err(|source| StoreError::Migration { doing: "reading the embedded migrations", source })?;
    let mut names: Vec<_> = migrations.iter().map(|migration| migration.name().to_string()).collect();
    names.sort();
    Ok(names)
}

/// What the database keeps of a name.
fn version(name: &str) -> &str {
    name.split('_').next().unwrap_or(name)
}
