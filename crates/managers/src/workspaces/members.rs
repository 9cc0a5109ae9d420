//! Who belongs to a workspace.

use models::audit::AuditAction;
use models::ids::{UserId, WorkspaceId};
use models::page::Page;
use models::workspace::{Member, Membership, WorkspaceRole};
use serde_json::json;

use super::{find, must_be_shared};
use crate::access::{self, Action, Actor, Resource};
use crate::audit;
use crate::context::Context;
use crate::error::{Error, Noun, Result};

/// A user and what he may do in a workspace.
#[derive(Debug, Clone, Copy)]
pub struct PutMember {
    /// The workspace.
    pub id: WorkspaceId,
    /// The user.
    pub user_id: UserId,
    /// What the user may do there from now on.
    pub role: WorkspaceRole,
}

/// The members, for all who see the workspace.
pub async fn members(
    cx: &Context,
    actor: &Actor,
    id: WorkspaceId,
    limit: u32,
    cursor: Option<UserId>,
) -> Result<Page<Member>> {
    let who = actor.clone();
    cx.store
        .read(move |db| {
            find(db, &who, Action::View, id)?;
            Ok::<_, Error>(store::workspaces::members(db, id, cursor, limit)?)
        })
        .await
}

/// Adds a member, or gives him another role. A viewer's keys of the workspace work no more.
pub async fn put_member(cx: &Context, actor: &Actor, put: PutMember) -> Result<Member> {
    let (who, now) = (actor.clone(), cx.now());
    let PutMember { id, user_id, role } = put;
    let entry = audit::by(cx, actor, AuditAction::MembershipChanged, id, json!({ "user_id": user_id, "role": role }));
    cx.store
        .write(move |db| {
            let (workspace, own) = find(db, &who, Action::Change, id)?;
            must_be_shared(&workspace)?;
            let user = store::users::find(db, user_id)?.ok_or(Error::NotFound(Noun::User))?;
            let old = store::workspaces::role(db, id, user_id)?;
            for role in old.into_iter().chain([role]) {
                access::check(&who, Action::Change, Resource::Member(&workspace, own, role))?;
            }
            let membership = Membership { workspace_id: id, user_id, role, created_at: now };
            let membership = store::workspaces::put_member(db, &membership)?;
            store::audit::insert(db, &entry)?;
            Ok(Member { membership, name: user.name, email: user.email })
        })
        .await
}

/// Takes a member out; everyone may leave. His keys of the workspace work no more.
pub async fn remove_member(cx: &Context, actor: &Actor, id: WorkspaceId, user_id: UserId) -> Result<()> {
    let who = actor.clone();
    let entry = audit::by(cx, actor, AuditAction::MembershipChanged, id, json!({ "user_id": user_id, "role": null }));
    cx.store
        .write(move |db| {
            let leaves = user_id == who.id();
            let (workspace, own) = find(db, &who, if leaves { Action::View } else { Action::Change }, id)?;
            must_be_shared(&workspace)?;
            let old = store::workspaces::role(db, id, user_id)?.ok_or(Error::NotFound(Noun::Member))?;
            if leaves {
                who.login()?;
            } else {
                access::check(&who, Action::Change, Resource::Member(&workspace, own, old))?;
            }
            store::workspaces::delete_member(db, id, user_id)?;
            Ok(store::audit::insert(db, &entry)?)
        })
        .await
}
