//! What `/v1/responses` remembers between calls, over HTTP, on both databases.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod kept;
mod support;
mod turns;
