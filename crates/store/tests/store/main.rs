//! The store's promises, on both databases.
#![expect(clippy::unwrap_used, reason = "helpers of tests fail by panicking")]

mod accounts;
mod blobs;
mod bus;
mod common;
mod connections;
mod conversations;
mod faults;
mod make;
mod migrations;
mod purge;
mod runs;
mod search;
mod sweep;
