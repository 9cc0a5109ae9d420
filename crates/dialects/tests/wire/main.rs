//! Recorded streams, requests, lists and errors of every vendor. Adding a case is adding a file or a line.

#![expect(clippy::unwrap_used, reason = "what surrounds the tests may panic like the tests themselves")]

// Under the short name that the other rooms, and the fuzz targets, use.
extern crate pallium_dialects as dialects;

mod answers;
mod any_answer;
mod canon;
mod decoded;
mod errors;
mod framing;
mod fuzzing;
mod model_lists;
mod passing;
mod pieces;
mod requests;
mod round_trips;
mod streams;
mod thoughts_come_back;
mod wholes;

#[expect(unreachable_pub, reason = "the fuzz targets call it from another crate")]
#[path = "../../fuzz/src/fuzz_one.rs"]
mod fuzz_one;
