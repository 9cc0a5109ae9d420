//! How the one whose spending is counted is written: a word for the kind, and an id.

use models::limits::Subject;

use crate::types::AnyId;

pub(crate) fn columns(subject: Subject) -> (&'static str, AnyId) {
    match subject {
        Subject::Key(id) => ("key", AnyId(id.0)),
        Subject::User(id) => ("user", AnyId(id.0)),
        Subject::Workspace(id) => ("workspace", AnyId(id.0)),
    }
}
