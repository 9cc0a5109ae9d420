//! Connections: configured vendor accounts, the system's and the users' own, and the models they
//! offer. This room's rule: a key serves only calls of its connection's owner, or of everyone when
//! the connection is the system's, and goes only to the host it was given for.

mod change;
mod choose;
pub mod copilot;
mod create;
mod delete;
mod found;
mod keys;
mod kinds;
mod models;
mod read;
mod refresh;
mod resolve;
mod test;

use ::models::connection::Connection;

pub use change::{ChangeConnection, change};
pub use choose::default_choice;
pub use create::{NewConnection, Scope, create};
pub use delete::delete;
pub use found::{discover_ollama, ensure_demo};
pub use kinds::{OnOffer, on_offer};
pub use models::offered;
pub use read::{get, list};
pub use refresh::{refresh_models, refresh_stale};
pub(crate) use resolve::Found;
pub(crate) use resolve::endpoint_for;
pub use resolve::resolve;
pub use test::{Outcome, test};

/// A connection as one user may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectionView {
    /// The connection.
    pub connection: Connection,
    /// Models it offers.
    pub model_count: usize,
    /// Whether the user may change it. Where not, its address and key hint are not shown either.
    pub editable: bool,
}
