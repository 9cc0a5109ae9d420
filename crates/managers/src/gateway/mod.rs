//! The model gateway: one door to every model.

mod advice;
pub mod advise;
pub mod aliases;
pub mod alive;
mod approval;
mod ask;
mod authorize;
mod beside;
mod bill;
mod budgets;
mod cache;
mod call;
pub mod classify;
mod directory;
mod embed;
mod failure;
pub mod health;
mod hedge;
pub mod hints;
pub mod key_days;
pub mod keys;
pub mod ledger;
mod limits;
mod links;
mod offers;
pub mod overrides;
mod own;
mod parallel;
mod pass;
pub mod plan;
pub mod prices;
mod queued;
mod refused;
pub mod responses;
mod route;
pub mod rules;
mod scans;
pub mod spending;
mod terms;
mod tidy;
mod translated;
mod turns;
pub mod usage;
mod whose;
mod words;

pub use ask::Ask;
pub use authorize::{Caller, KEY_PREFIX, authorize};
pub(crate) use bill::Bill;
pub use call::{Reply, ReplyBody, call};
pub use limits::Allowance;
pub use offers::offers;
pub(crate) use own::{OwnCall, open as open_own_call};
pub use refused::Refused;
pub use store::rate_windows::Metric;
pub use tidy::tidy;
pub use turns::waiting;
pub use whose::Whose;

use hints::Hints;

/// What the gateway keeps in memory.
pub struct Gateway {
    directory: directory::Directory,
    limiter: limits::Limiter,
    budgets: budgets::Budgets,
    parallel: parallel::Parallel,
    ledger: ledger::Ledger,
    hints: Hints,
    uses: keys::Uses,
    turns: turns::Turns,
}

impl Gateway {
    /// An empty memory, with the tables of the classifier.
    pub fn new(hints: Hints) -> Self {
        Self {
            directory: Default::default(),
            limiter: Default::default(),
            budgets: Default::default(),
            parallel: Default::default(),
            ledger: Default::default(),
            hints,
            uses: Default::default(),
            turns: Default::default(),
        }
    }

    /// Makes the next call look whether something was changed: another replica told so.
    pub(crate) fn suspect(&self) {
        self.directory.suspect();
    }
}
