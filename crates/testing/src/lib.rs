//! Test support: [`TestApp`], test databases, a typed client, the scripted vendor server.
//!
//! A test is written once with [`on_both_databases!`] and runs twice, against a real server on a
//! real socket over a fresh SQLite file and a fresh Postgres database. Only the vendor's far end and
//! the clock are not the real ones.

mod answer;
mod app;
mod client;
mod database;
mod events;
mod macros;
mod raw;
mod reader;
pub mod vendor;
mod write_lock;

pub use answer::Answer;
pub use app::{TestApp, TestAppBuilder};
pub use client::Client;
pub use database::{Database, TestDatabase};
pub use events::{Events, Frame};
pub use macros::{Start, run};
pub use raw::exchange;
pub use reader::reader;
pub use write_lock::WriteLock;
