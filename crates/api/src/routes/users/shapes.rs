//! JSON shapes of users.

use chrono::{DateTime, Utc};
use models::user::{Role, User};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A person with a login.
#[derive(Serialize, ToSchema)]
#[schema(as = User)]
pub(crate) struct UserBody {
    id: Uuid,
    email: String,
    name: String,
    role: RoleBody,
    /// Whether the user may not log in.
    disabled: bool,
    created_at: DateTime<Utc>,
}

/// What a user may do. Each role includes the ones below it.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[schema(as = Role)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RoleBody {
    Owner,
    Admin,
    Member,
}

impl From<User> for UserBody {
    fn from(it: User) -> Self {
        Self {
            id: it.id.0,
            email: it.email.as_str().to_owned(),
            name: it.name.as_str().to_owned(),
            role: it.role.into(),
            disabled: it.disabled_at.is_some(),
            created_at: it.created_at,
        }
    }
}

impl From<Role> for RoleBody {
    fn from(it: Role) -> Self {
        match it {
            Role::Owner => Self::Owner,
            Role::Admin => Self::Admin,
            Role::Member => Self::Member,
        }
    }
}

impl From<RoleBody> for Role {
    fn from(it: RoleBody) -> Self {
        match it {
            RoleBody::Owner => Self::Owner,
            RoleBody::Admin => Self::Admin,
            RoleBody::Member => Self::Member,
        }
    }
}
