//! Accounts, connections and the small nouns around them, over HTTP, on both databases. Tests named
//! `hole_N_…` show that a hole of the system that Pallium replaces is closed.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod account;
mod attachments;
mod connections;
mod copilot;
mod holes;
mod idempotency;
mod keys;
mod logins;
mod registration;
mod small;
mod support;
mod throttle;
mod users;
