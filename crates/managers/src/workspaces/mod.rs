//! Workspaces: each user's private one, and those that several share. Admins make the shared ones
//! and say what may be spent there; whoever manages one says who belongs to it.

mod change;
mod delete;
mod limits;
mod members;
mod read;

use models::ids::WorkspaceId;
use models::invalid::Invalid;
use models::workspace::{Workspace, WorkspaceRole};
use store::Db;

pub use change::{create, rename};
pub use delete::delete;
pub use limits::{limits, put_limits};
pub use members::{PutMember, members, put_member, remove_member};
pub use read::{get, list};

use crate::access::{self, Action, Actor, Resource};
use crate::error::{Error, Noun, Result};

/// A workspace as one user may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkspaceView {
    /// The workspace.
    pub workspace: Workspace,
    /// What the user may do there; `None` for an admin who does not belong to it.
    pub role: Option<WorkspaceRole>,
    /// Whether the user may rename it and manage its members.
    pub editable: bool,
}

impl WorkspaceView {
    fn new(actor: &Actor, workspace: Workspace, role: Option<WorkspaceRole>) -> Self {
        let editable = access::check(actor, Action::Change, Resource::Workspace(&workspace, role)).is_ok();
        Self { workspace, role, editable }
    }
}

/// A workspace that the actor may do this to, and the actor's role there.
fn find(db: &mut Db, actor: &Actor, action: Action, id: WorkspaceId) -> Result<(Workspace, Option<WorkspaceRole>)> {
    let workspace = store::workspaces::find(db, id)?.ok_or(Error::NotFound(Noun::Workspace))?;
    let role = store::workspaces::role(db, id, actor.id())?;
    access::check(actor, action, Resource::Workspace(&workspace, role))?;
    Ok((workspace, role))
}

fn must_be_shared(workspace: &Workspace) -> Result<()> {
    match workspace.private_of {
        None => Ok(()),
        Some(_) => Err(Invalid::new("id", "is a private workspace, which only its user belongs to").into()),
    }
}
