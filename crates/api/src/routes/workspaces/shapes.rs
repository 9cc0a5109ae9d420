//! JSON shapes of workspaces and their members.

use chrono::{DateTime, Utc};
use managers::workspaces::WorkspaceView;
use models::workspace::{Member, WorkspaceRole};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::limits::LimitsBody;

/// A space: a user's own, or one that several share.
#[derive(Serialize, ToSchema)]
#[schema(as = Workspace)]
pub(crate) struct WorkspaceBody {
    id: Uuid,
    name: String,
    kind: WorkspaceKindBody,
    /// What the caller may do there; `null` for an admin who does not belong to it.
    #[schema(required)]
    role: Option<WorkspaceRoleBody>,
    /// Whether the caller may rename it and manage its members.
    editable: bool,
    /// What its members may spend in it together; of a private one nothing is set.
    limits: LimitsBody,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

/// Whose a workspace is.
#[derive(Serialize, ToSchema)]
#[schema(as = WorkspaceKind)]
#[serde(rename_all = "snake_case")]
enum WorkspaceKindBody {
    /// One user's own.
    Private,
    /// Its members'.
    Shared,
}

/// What a member may do in a workspace. Each role includes the ones below it.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[schema(as = WorkspaceRole)]
#[serde(rename_all = "snake_case")]
pub(crate) enum WorkspaceRoleBody {
    /// Also manages its admins and owners, and deletes it.
    Owner,
    /// Also renames it and manages its members.
    Admin,
    /// Also makes keys that spend from it.
    Member,
    /// Sees it.
    Viewer,
}

/// Someone who belongs to a workspace.
#[derive(Serialize, ToSchema)]
#[schema(as = WorkspaceMember)]
pub(crate) struct MemberBody {
    user_id: Uuid,
    name: String,
    email: String,
    role: WorkspaceRoleBody,
    /// Since when.
    created_at: DateTime<Utc>,
}

impl From<WorkspaceView> for WorkspaceBody {
    fn from(WorkspaceView { workspace: it, role, editable }: WorkspaceView) -> Self {
        let kind = if it.private_of.is_some() { WorkspaceKindBody::Private } else { WorkspaceKindBody::Shared };
        Self {
            id: it.id.0,
            name: it.name.as_str().to_owned(),
            kind,
            role: role.map(Into::into),
            editable,
            limits: it.limits.into(),
            created_at: it.created_at,
            updated_at: it.updated_at,
        }
    }
}

impl From<Member> for MemberBody {
    fn from(Member { membership, name, email }: Member) -> Self {
        Self {
            user_id: membership.user_id.0,
            name: name.as_str().to_owned(),
            email: email.as_str().to_owned(),
            role: membership.role.into(),
            created_at: membership.created_at,
        }
    }
}

impl From<WorkspaceRole> for WorkspaceRoleBody {
    fn from(it: WorkspaceRole) -> Self {
        match it {
            WorkspaceRole::Owner => Self::Owner,
            WorkspaceRole::Admin => Self::Admin,
            WorkspaceRole::Member => Self::Member,
            WorkspaceRole::Viewer => Self::Viewer,
        }
    }
}

impl From<WorkspaceRoleBody> for WorkspaceRole {
    fn from(it: WorkspaceRoleBody) -> Self {
        match it {
            WorkspaceRoleBody::Owner => Self::Owner,
            WorkspaceRoleBody::Admin => Self::Admin,
            WorkspaceRoleBody::Member => Self::Member,
            WorkspaceRoleBody::Viewer => Self::Viewer,
        }
    }
}
