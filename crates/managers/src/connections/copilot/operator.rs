//! The same at the command line, for a user whom the operator names.

use models::audit::AuditAction;
use models::connection::ConnectionKind;
use models::user::{Email, User};
use serde_json::json;

use super::super::{ConnectionView, create, refresh};
use super::{Asked, Login, LoginState, Status, ask, begin_for, status_where};
use crate::audit;
use crate::context::Context;
use crate::error::{Error, Noun, Result};

/// Begins a login for a user.
pub async fn begin_by_operator(cx: &Context, email: &str) -> Result<Login> {
    begin_for(cx, &user(cx, email).await?, None).await
}

/// Asks GitHub once whether the user's login was completed, and then makes the connection.
pub async fn poll_by_operator(cx: &Context, email: &str, ticket: &str) -> Result<LoginState> {
    let user = user(cx, email).await?;
    let new = match ask(cx, &user, ticket).await? {
        Asked::Granted(new) => new,
        Asked::Not(state) => return Ok(state),
    };
    let (connection, key) = create::check(cx, Some(user.id), new)?;
    let id = connection.id;
    let entry = audit::by_operator(cx, AuditAction::ConnectionCreated, id, create::about(&connection));
    create::insert(cx, connection, key, entry).await?;
    cx.store
        .read(move |db| {
            let connection = store::connections::find(db, id)?.ok_or(Error::NotFound(Noun::Connection))?;
            let model_count = store::connections::models(db, id)?.len();
            Ok(LoginState::Connected(Box::new(ConnectionView { connection, model_count, editable: true })))
        })
        .await
}

/// Whether everyone's logins still work, each with its user.
pub async fn status_by_operator(cx: &Context) -> Result<Vec<(User, Status)>> {
    let mut out = Vec::new();
    for status in status_where(cx, |_| true).await? {
        let Some(owner) = status.connection.owner_id else { continue };
        let user = cx.store.read(move |db| Ok::<_, Error>(store::users::find(db, owner)?)).await?;
        out.extend(user.map(|user| (user, status)));
    }
    Ok(out)
}

/// Removes a user's logins with their tokens, and counts them.
pub async fn log_out_by_operator(cx: &Context, email: &str) -> Result<usize> {
    let user = user(cx, email).await?;
    let entry =
        audit::by_operator(cx, AuditAction::ConnectionDeleted, "", json!({ "logged_out_of": "github_copilot" }));
    let context = cx.clone();
    let removed = cx
        .store
        .write(move |db| {
            let all = store::connections::list_all(db)?.into_iter();
            let logins: Vec<_> =
                all.filter(|it| it.kind == ConnectionKind::GithubCopilot && it.owner_id == Some(user.id)).collect();
            for connection in &logins {
                store::connections::delete(db, connection.id)?;
                if let Some(secret) = connection.secret_id {
                    store::secrets::delete(db, secret)?;
                }
                let (id, resource) = (models::ids::AuditEntryId(context.id()), connection.id.to_string());
                store::audit::insert(db, &models::audit::AuditEntry { id, resource, ..entry.clone() })?;
            }
            Ok::<_, Error>(logins.len())
        })
        .await?;
    refresh::tell_owner(cx, Some(user.id)).await?;
    Ok(removed)
}

async fn user(cx: &Context, email: &str) -> Result<User> {
    let email = Email::parse(email)?;
    let found = cx.store.read(move |db| Ok::<_, Error>(store::users::find_by_email(db, &email)?)).await?;
    found.map(|(user, _)| user).ok_or(Error::NotFound(Noun::User))
}
