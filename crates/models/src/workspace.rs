//! Who shares what: spaces, and who belongs to them.

use serde::{Deserialize, Serialize};

use crate::ids::{UserId, WorkspaceId};
use crate::invalid::{Invalid, line};
use crate::limits::Limits;
use crate::time::Time;
use crate::user::{Email, UserName};

/// A space: a user's own, or one that several share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workspace {
    /// Names the space; that of a private one is [`WorkspaceId::private_of`] its user.
    pub id: WorkspaceId,
    /// The user whose own it is; `None` for a shared one.
    pub private_of: Option<UserId>,
    /// What people call it.
    pub name: WorkspaceName,
    /// How fast and how much its members may spend in it together. A private one has none: its
    /// user's own hold there.
    pub limits: Limits,
    /// When it was made.
    pub created_at: Time,
    /// Last change by a person.
    pub updated_at: Time,
}

impl WorkspaceId {
    /// The user's private space. It has the user's id, so that it is known without a look-up.
    pub fn private_of(user: UserId) -> Self {
        Self(user.0)
    }
}

/// A workspace's name: one line, 1 to 80 characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkspaceName(String);

impl WorkspaceName {
    /// Reads a name.
    pub fn parse(raw: &str) -> Result<Self, Invalid> {
        line("name", raw, 1, 80).map(Self)
    }

    /// What every user's own space is called at first.
    pub fn private() -> Self {
        Self("Private".to_owned())
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a member may do in a space. Ordered: each role includes the ones below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WorkspaceRole {
    /// Sees it.
    Viewer,
    /// Also works in it: makes keys that spend from it.
    Member,
    /// Also renames it and manages its members.
    Admin,
    /// Also manages its admins and owners.
    Owner,
}

impl WorkspaceRole {
    /// All roles, the least first.
    pub const ALL: [Self; 4] = [Self::Viewer, Self::Member, Self::Admin, Self::Owner];

    /// The stable spelling.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Member => "member",
            Self::Admin => "admin",
            Self::Owner => "owner",
        }
    }

    /// Reads the stable spelling.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }
}

/// That a user belongs to a space.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Membership {
    /// The space.
    pub workspace_id: WorkspaceId,
    /// The user.
    pub user_id: UserId,
    /// What the user may do there.
    pub role: WorkspaceRole,
    /// Since when.
    pub created_at: Time,
}

/// A member as the other members see him.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The membership.
    pub membership: Membership,
    /// The user's name.
    pub name: UserName,
    /// The user's address.
    pub email: Email,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_ordered_and_spelled_stably() {
        assert!(WorkspaceRole::ALL.is_sorted());
        assert_eq!(WorkspaceRole::ALL.map(WorkspaceRole::as_str), ["viewer", "member", "admin", "owner"]);
        assert_eq!(WorkspaceRole::parse("root"), None);
    }
}
