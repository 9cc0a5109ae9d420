//! The model gateway as other programs see it: real requests to a real server, with the scripted vendor
//! behind it. What is expected is written down from issue 3, not from the code.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod cache;
mod faults;
mod fidelity;
mod health;
mod hedging;
mod keys;
mod leaving;
mod ledger;
mod limits;
mod names;
mod pass_through;
mod queue;
mod rescue;
mod support;
mod translation;
mod workspaces;
