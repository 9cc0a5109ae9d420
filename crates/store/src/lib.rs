//! The only room that knows Diesel and SQL.
//!
//! [`Store`] runs closures over a [`Db`] on threads that own a connection to SQLite or Postgres.
//! The modules named after nouns hold the questions: synchronous functions that take `&mut Db`
//! and the types of `models`. They check no rights, ask no clock and make no ids; nothing is
//! awaited inside a transaction, because the closures are not async.

mod address;
pub mod audit;
pub mod auth_sessions;
pub mod connections;
mod db;
mod error;
pub mod login_attempts;
mod migrations;
mod pool;
mod raw;
mod schema;
pub mod secrets;
pub mod settings;
mod store;
mod types;
pub mod users;

pub use db::{Db, Dialect};
pub use error::StoreError;
pub use migrations::MigrationStatus;
pub use store::{Store, StoreOptions};
