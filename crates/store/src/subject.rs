//! How the one whose spending is counted is written: a word for the kind, and an id.

use models::ids::{ApiKeyId, UserId, WorkspaceId};
use models::limits::Subject;
use uuid::Uuid;

use crate::error::StoreError;
use crate::types::AnyId;

pub(crate) fn columns(subject: Subject) -> (&'static str, AnyId) {
    match subject {
        Subject::Key(id) => ("key", AnyId(id.0)),
        Subject::User(id) => ("user", AnyId(id.0)),
        Subject::Workspace(id) => ("workspace", AnyId(id.0)),
    }
}

pub(crate) fn from_columns(kind: &str, id: Uuid) -> Result<Subject, StoreError> {
    match kind {
        "key" => Ok(Subject::Key(ApiKeyId(id))),
        "user" => Ok(Subject::User(UserId(id))),
        "workspace" => Ok(Subject::Workspace(WorkspaceId(id))),
        _ => Err(StoreError::Corrupt { what: format!("`{kind}` has no spending") }),
    }
}
