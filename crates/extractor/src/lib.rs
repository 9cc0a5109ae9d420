//! Reads files in a process of their own, which may die.
//!
//! A hostile file can make any reader loop, exhaust memory or overflow its stack, and neither of the last two can be
//! caught in the process. So the host keeps worker processes warm, gives each one file at a time, and kills what does not
//! answer in time. A worker limits its own memory, processor time and descriptors before it looks at a file: with none
//! left to open, it reaches neither the network nor the disk. Text that is trusted to be text is read in place.
//!
//! This room decides nothing about documents: what a file says is `documents`' to find out.

mod host;
mod wire;
mod worker;

pub use host::{Extractor, Options};
pub use worker::serve;
