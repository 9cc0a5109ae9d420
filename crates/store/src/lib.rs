//! The only room that knows Diesel and SQL.
//!
//! [`Store`] runs closures over a [`Db`] on threads that own a connection to SQLite or Postgres.
//! The modules named after nouns hold the questions: synchronous functions that take `&mut Db`
//! and the types of `models`. They check no rights, ask no clock and make no ids; nothing is
//! awaited inside a transaction, because the closures are not async.

mod address;
pub mod aliases;
pub mod api_keys;
pub mod attachments;
pub mod audit;
pub mod auth_sessions;
pub mod blobs;
pub mod budgets;
pub mod bus;
pub mod cached_answers;
pub mod connections;
pub mod conversations;
mod db;
mod error;
pub mod folders;
pub mod gateway_version;
pub mod idempotency;
pub mod jobs;
pub mod knowledge;
pub mod login_attempts;
pub mod messages;
mod migrations;
pub mod parallel_leases;
mod pool;
pub mod price_overrides;
pub mod rate_windows;
mod raw;
pub mod routing_rules;
pub mod run_events;
pub mod runs;
pub mod schedules;
mod schema;
pub mod search;
pub mod secrets;
pub mod settings;
mod store;
pub mod stored_responses;
mod subject;
pub mod tags;
mod tuning;
mod types;
pub mod unused_blobs;
pub mod uploads;
pub mod usage_entries;
pub mod user_limits;
pub mod users;
pub mod workspaces;

pub use db::{Db, Dialect};
pub use error::StoreError;
pub use migrations::MigrationStatus;
pub use store::{Store, StoreOptions};
