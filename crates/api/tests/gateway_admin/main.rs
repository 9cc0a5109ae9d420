//! What people and admins do around the model gateway, over HTTP, on both databases.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod advise;
mod aliases;
mod api_scope;
mod keys;
mod keys_of_others;
mod prices;
mod rules;
mod spending;
mod support;
mod targets;
mod usage;
mod workspaces;
