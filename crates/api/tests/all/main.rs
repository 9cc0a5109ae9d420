//! The API as a client sees it: every test is a real server on a real socket, over both databases.
//!
//! One binary for all files, because each binary links the whole server.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod accounts_of_runs;
mod branches;
mod conversations;
mod images;
mod jobs;
mod recovery;
mod runs;
mod search;
mod streams;
mod sweep;
mod talk;
mod titles;
mod windows;
