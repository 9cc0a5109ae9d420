//! The real binary, as an operator meets it.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod accounts;
mod classify;
mod config;
mod database;
mod disk_full;
mod extract;
mod jobs;
mod rehearse;
mod secrets;
mod serving;
mod support;
