//! Runs: start, stream, stop, recover. Every answer is a run.

pub mod hub;
