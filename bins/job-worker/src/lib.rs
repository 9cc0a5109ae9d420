//! The door that runs jobs and schedules.
//!
//! It decides nothing about the product: [`dispatch`] is one match from a job to the verb that does it,
//! and what follows on failure is `managers::jobs::work`'s to say. `pallium up` and `pallium serve` start it
//! beside the HTTP door, `pallium worker` alone.

mod active;
mod attempt;
mod complete;
pub mod dispatch;
mod keep;
mod runner;

use std::pin::Pin;

use managers::context::Context;
use managers::error::Result;
use managers::jobs::Handle;
use models::job::Job;
use tokio_util::sync::CancellationToken;

/// Does the work of a job.
pub type Execute = fn(Context, Job, std::sync::Arc<Handle>) -> Pin<Box<dyn Future<Output = Result<()>> + Send>>;

/// What only tests change.
#[derive(Clone, Copy)]
pub struct Options {
    /// Does the work of a job.
    pub execute: Execute,
}

impl Default for Options {
    fn default() -> Self {
        Self { execute: dispatch::execute }
    }
}

/// Starts running jobs, on the context's tracker. When `shutdown` is cancelled it takes no more jobs, lets
/// those that run end for `server.drain_timeout`, and gives the others back.
pub fn start(cx: &Context, shutdown: CancellationToken, options: Options) {
    cx.tasks.spawn(runner::run(cx.clone(), shutdown, options));
}
