//! Requests that clients write: read, passed on, and spelled for other vendors.

#![expect(clippy::unwrap_used, reason = "what surrounds the tests may panic like the tests themselves")]

// Under the short name that the other rooms use.
extern crate pallium_dialects as dialects;

mod canon;
mod clients;
mod embeddings;
mod estimates;
mod forget;
mod peeking;
mod refusals;
mod requests;
mod translations;
