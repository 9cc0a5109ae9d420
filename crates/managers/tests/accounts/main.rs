//! The rules of accounts and connections where HTTP does not reach: the operator's verbs, password
//! hashes at rest, and which key a call gets. A real database in a folder of its own.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

// The short name that every room reads.
extern crate pallium_managers as managers;

mod calls;
mod ground;
mod operator;
mod passwords;
