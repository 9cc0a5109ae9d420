//! The store's promises, on both databases.
#![expect(clippy::unwrap_used, reason = "helpers of tests fail by panicking")]

mod accounts;
mod api_keys;
mod blobs;
mod budgets;
mod bus;
mod cached_answers;
mod common;
mod connections;
mod conversations;
mod faults;
mod gateway;
mod job_leases;
mod jobs;
mod knowledge;
mod knowledge_search;
mod knowledge_sweep;
mod make;
mod migrations;
mod parallel_leases;
mod purge;
mod rate_windows;
mod runs;
mod schedules;
mod search;
mod stored_responses;
mod sweep;
mod uploads;
mod usage_entries;
mod workspaces;
