//! Runs: start, stream, stop, recover. Every answer is a run.
//!
//! A run is executed by a task on [`crate::context::Parts::tasks`]; whoever reads it only listens.
//! So a closed tab, a second device and a shutdown lose nothing that was said.

mod finish;
mod fold;
pub mod follow;
mod given;
pub mod hub;
pub mod interrupt;
pub mod keep;
mod log;
mod prompt;
mod recorder;
pub mod start;
mod title;
mod turn;
pub mod view;
mod window;

use models::ids::RunId;
use models::run::Run;
use store::Db;

use crate::access::{self, Action, Actor, Resource};
use crate::error::{Error, Noun, Result};

/// The caller's run, or not found.
fn own(db: &mut Db, actor: &Actor, action: Action, id: RunId) -> Result<Run> {
    let run = store::runs::find(db, id)?.ok_or(Error::NotFound(Noun::Run))?;
    access::check(actor, action, Resource::Run(&run))?;
    Ok(run)
}
