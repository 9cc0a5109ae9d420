//! The HTTP door: wires the rooms, serves `api` and the web app, and goes down in good order.
//!
//! It decides nothing about the product. [`start`] gives back the bound address and the setup link, for
//! the command line and for tests; what it gave back serves until it is told to stop.

mod context;
pub mod lock;
pub mod logs;
mod memory;
mod meters;
mod serve;
mod start;
mod upkeep;

pub use context::{Opened, Reader, open, rooms};
pub use start::{Options, Running, start};
