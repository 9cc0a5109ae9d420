//! Collections, documents, uploads, sources and search, over HTTP, on both databases.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod collections;
mod documents;
mod search;
mod sources;
mod strangers;
mod support;
mod upkeep;
mod uploads;
