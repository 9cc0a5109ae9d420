//! What `/v1/responses` remembers between calls. We keep it ourselves, for every target, so that a conversation can
//! go on at another one, and so that a vendor's account that many share does not mix up whose it is.

mod begin;
mod keep;
mod references;
mod stored;

pub(super) use begin::{Earlier, begin};
pub(super) use keep::Keeper;
pub use stored::{cancel, delete, find};
