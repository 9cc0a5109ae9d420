//! Whose things are listed.

use models::ids::UserId;

use crate::access::{self, Action, Actor, Resource};
use crate::error::Result;

/// Whose things are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Whose {
    /// The caller's.
    #[default]
    Own,
    /// This user's; another's only for admins.
    Of(UserId),
    /// Everyone's; only for admins.
    Everyone,
}

impl Whose {
    /// The one user, or `None` for everyone.
    pub(super) fn user(self, actor: &Actor) -> Result<Option<UserId>> {
        match self {
            Self::Own => Ok(Some(actor.id())),
            Self::Of(user) if user == actor.id() => Ok(Some(user)),
            Self::Of(user) => access::check(actor, Action::View, Resource::Instance).map(|()| Some(user)),
            Self::Everyone => access::check(actor, Action::View, Resource::Instance).map(|()| None),
        }
    }
}
