//! Spaces, and who belongs to them.

use diesel::prelude::*;
use diesel::upsert::excluded;
use models::ids::{ApiKeyId, UserId, WorkspaceId};
use models::limits::Limits;
use models::page::Page;
use models::time::Time;
use models::user::{Email, User, UserName};
use models::workspace::{Member, Membership, Workspace, WorkspaceName, WorkspaceRole};
use uuid::Uuid;

use crate::db::{Db, on};
use crate::error::StoreError;
use crate::schema::{api_key, app_user, membership, workspace};
use crate::types::{Json, V};

#[derive(Queryable, Selectable)]
#[diesel(table_name = workspace)]
struct WorkspaceRow {
    id: WorkspaceId,
    private_of: Option<UserId>,
    name: WorkspaceName,
    limits: Json<Limits>,
    created_at: Time,
    updated_at: Time,
}

impl From<WorkspaceRow> for Workspace {
    fn from(row: WorkspaceRow) -> Self {
        let WorkspaceRow { id, private_of, name, limits, created_at, updated_at } = row;
        Self { id, private_of, name, limits: limits.0, created_at, updated_at }
    }
}

/// Adds a space.
pub fn insert(db: &mut Db, it: &Workspace) -> Result<(), StoreError> {
    let row = (
        workspace::id.eq(V(it.id)),
        workspace::private_of.eq(it.private_of.map(V)),
        workspace::name.eq(V(&it.name)),
        workspace::limits.eq(Json(&it.limits)),
        workspace::created_at.eq(V(it.created_at)),
        workspace::updated_at.eq(V(it.updated_at)),
    );
    on!(db, |c| diesel::insert_into(workspace::table).values(row).execute(c))?;
    Ok(())
}

/// Adds the space of a new user.
pub(crate) fn insert_private(db: &mut Db, user: &User) -> Result<(), StoreError> {
    let (id, at) = (WorkspaceId::private_of(user.id), user.created_at);
    let workspace = Workspace {
        id,
        private_of: Some(user.id),
        name: WorkspaceName::private(),
        limits: Limits::default(),
        created_at: at,
        updated_at: at,
    };
    insert(db, &workspace)?;
    put_member(db, &Membership { workspace_id: id, user_id: user.id, role: WorkspaceRole::Owner, created_at: at })?;
    Ok(())
}

/// The space of an id, unless it was deleted.
pub fn find(db: &mut Db, id: WorkspaceId) -> Result<Option<Workspace>, StoreError> {
    let query = workspace::table.find(V(id)).filter(workspace::deleted_at.is_null());
    let row = on!(db, |c| query.select(WorkspaceRow::as_select()).first(c).optional())?;
    Ok(row.map(Workspace::from))
}

/// What a space is called, or was when it was deleted.
pub fn name(db: &mut Db, id: WorkspaceId) -> Result<Option<WorkspaceName>, StoreError> {
    Ok(on!(db, |c| workspace::table.find(V(id)).select(workspace::name).first(c).optional())?)
}

/// The spaces that a user belongs to, and as what, by id after the cursor.
pub fn list_of(
    db: &mut Db,
    user: UserId,
    cursor: Option<WorkspaceId>,
    limit: u32,
) -> Result<Page<(Workspace, WorkspaceRole)>, StoreError> {
    let after = cursor.unwrap_or(WorkspaceId(Uuid::nil()));
    let query = workspace::table
        .inner_join(membership::table)
        .filter(membership::user_id.eq(V(user)))
        .filter(workspace::deleted_at.is_null())
        .filter(workspace::id.gt(V(after)))
        .order(workspace::id)
        .limit(i64::from(limit) + 1);
    let rows: Vec<(WorkspaceRow, WorkspaceRole)> =
        on!(db, |c| query.select((WorkspaceRow::as_select(), membership::role)).load(c))?;
    Ok(page(rows.into_iter().map(|(row, role)| (row.into(), role)).collect(), limit, |(it, _)| it.id))
}

/// Every shared space by id after the cursor.
pub fn list_shared(db: &mut Db, cursor: Option<WorkspaceId>, limit: u32) -> Result<Page<Workspace>, StoreError> {
    let after = cursor.unwrap_or(WorkspaceId(Uuid::nil()));
    let query = workspace::table
        .filter(workspace::private_of.is_null())
        .filter(workspace::deleted_at.is_null())
        .filter(workspace::id.gt(V(after)))
        .order(workspace::id)
        .limit(i64::from(limit) + 1);
    let rows: Vec<WorkspaceRow> = on!(db, |c| query.select(WorkspaceRow::as_select()).load(c))?;
    Ok(page(rows.into_iter().map(Workspace::from).collect(), limit, |it| it.id))
}

/// The limits of all shared spaces.
pub fn all_limits(db: &mut Db) -> Result<Vec<(WorkspaceId, Limits)>, StoreError> {
    let shared = workspace::table.filter(workspace::private_of.is_null()).filter(workspace::deleted_at.is_null());
    let query = shared.select((workspace::id, workspace::limits));
    let rows: Vec<(WorkspaceId, Json<Limits>)> = on!(db, |c| query.load(c))?;
    Ok(rows.into_iter().map(|(id, Json(limits))| (id, limits)).collect())
}

/// Writes the name and nothing else: the limits are for others to set, perhaps in this moment.
pub fn rename(db: &mut Db, id: WorkspaceId, name: &WorkspaceName, at: Time) -> Result<(), StoreError> {
    let change = (workspace::name.eq(V(name)), workspace::updated_at.eq(V(at)));
    let changed = on!(db, |c| diesel::update(workspace::table.find(V(id))).set(change).execute(c))?;
    if changed == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

/// Writes the limits and nothing else.
pub fn put_limits(db: &mut Db, id: WorkspaceId, limits: &Limits, at: Time) -> Result<(), StoreError> {
    let change = (workspace::limits.eq(Json(limits)), workspace::updated_at.eq(V(at)));
    let changed = on!(db, |c| diesel::update(workspace::table.find(V(id))).set(change).execute(c))?;
    if changed == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

/// Deletes a shared space: nobody belongs to it any more, and its keys are revoked, whose ids come back. Its name stays
/// for the ledger. `NotFound` when there is no such space or it was deleted before.
pub fn delete(db: &mut Db, id: WorkspaceId, at: Time) -> Result<Vec<ApiKeyId>, StoreError> {
    let target =
        workspace::table.find(V(id)).filter(workspace::private_of.is_null()).filter(workspace::deleted_at.is_null());
    if on!(db, |c| diesel::update(target).set(workspace::deleted_at.eq(V(at))).execute(c))? == 0 {
        return Err(StoreError::NotFound);
    }
    let members = membership::table.filter(membership::workspace_id.eq(V(id)));
    on!(db, |c| diesel::delete(members).execute(c))?;
    let keys = api_key::table.filter(api_key::workspace_id.eq(V(id))).filter(api_key::revoked_at.is_null());
    let change = api_key::revoked_at.eq(V(at));
    let mut keys: Vec<ApiKeyId> = on!(db, |c| diesel::update(keys).set(change).returning(api_key::id).get_results(c))?;
    keys.sort_unstable();
    Ok(keys)
}

/// What a user may do in a space; `None` where he does not belong to it.
pub fn role(db: &mut Db, workspace: WorkspaceId, user: UserId) -> Result<Option<WorkspaceRole>, StoreError> {
    let query = membership::table.find((V(workspace), V(user))).select(membership::role);
    Ok(on!(db, |c| query.first(c).optional())?)
}

/// The members of a space by user id after the cursor.
pub fn members(
    db: &mut Db,
    workspace: WorkspaceId,
    cursor: Option<UserId>,
    limit: u32,
) -> Result<Page<Member>, StoreError> {
    let after = cursor.unwrap_or(UserId(Uuid::nil()));
    let query = membership::table
        .inner_join(app_user::table)
        .filter(membership::workspace_id.eq(V(workspace)))
        .filter(membership::user_id.gt(V(after)))
        .order(membership::user_id)
        .limit(i64::from(limit) + 1)
        .select((membership::user_id, membership::role, membership::created_at, app_user::name, app_user::email));
    let rows: Vec<(UserId, WorkspaceRole, Time, UserName, Email)> = on!(db, |c| query.load(c))?;
    let member = |(user_id, role, created_at, name, email)| {
        let membership = Membership { workspace_id: workspace, user_id, role, created_at };
        Member { membership, name, email }
    };
    Ok(page(rows.into_iter().map(member).collect(), limit, |it| it.membership.user_id))
}

/// Adds a member, or gives him another role; then he stays a member since when he was. Returns what
/// is now true. `NotFound` when there is no such space or user.
pub fn put_member(db: &mut Db, it: &Membership) -> Result<Membership, StoreError> {
    let row = (
        membership::workspace_id.eq(V(it.workspace_id)),
        membership::user_id.eq(V(it.user_id)),
        membership::role.eq(V(it.role)),
        membership::created_at.eq(V(it.created_at)),
    );
    on!(db, |c| diesel::insert_into(membership::table)
        .values(row)
        .on_conflict((membership::workspace_id, membership::user_id))
        .do_update()
        .set(membership::role.eq(excluded(membership::role)))
        .execute(c))?;
    let joined = membership::table.find((V(it.workspace_id), V(it.user_id))).select(membership::created_at);
    let created_at = on!(db, |c| joined.first(c))?;
    Ok(Membership { created_at, ..*it })
}

/// Takes a member out. `false`: he was none.
pub fn delete_member(db: &mut Db, workspace: WorkspaceId, user: UserId) -> Result<bool, StoreError> {
    let target = membership::table.find((V(workspace), V(user)));
    let removed = on!(db, |c| diesel::delete(target).execute(c))?;
    Ok(removed == 1)
}

/// One more than the limit was read, to know whether there are more.
fn page<T, Id: std::fmt::Display>(mut items: Vec<T>, limit: u32, id: impl Fn(&T) -> Id) -> Page<T> {
    let more = items.len() > limit as usize;
    items.truncate(limit as usize);
    let next = items.last().filter(|_| more).map(|it| id(it).to_string());
    Page { items, next }
}
