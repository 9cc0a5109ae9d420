//! Keys that programs call with, and the hashes that they are recognised by.

use diesel::dsl::exists;
use diesel::prelude::*;
use models::api_key::{ApiKey, ApiKeyName, ModelPattern, Scope};
use models::ids::{ApiKeyId, UserId, WorkspaceId};
use models::limits::Limits;
use models::page::Page;
use models::time::Time;
use models::workspace::WorkspaceRole;
use uuid::Uuid;

use crate::db::{Connection, Db, on};
use crate::error::StoreError;
use crate::schema::{api_key, app_user, membership};
use crate::types::{Json, V, without_nul};

#[derive(Queryable, Selectable)]
#[diesel(table_name = api_key)]
struct ApiKeyRow {
    id: ApiKeyId,
    owner_id: UserId,
    name: ApiKeyName,
    hint: String,
    scopes: Json<Vec<Scope>>,
    allowed_models: Json<Vec<ModelPattern>>,
    limits: Json<Limits>,
    expires_at: Option<Time>,
    revoked_at: Option<Time>,
    last_used_at: Option<Time>,
    previous_until: Option<Time>,
    created_at: Time,
    updated_at: Time,
    workspace_id: Option<WorkspaceId>,
}

impl From<ApiKeyRow> for ApiKey {
    fn from(row: ApiKeyRow) -> Self {
        Self {
            id: row.id,
            owner_id: row.owner_id,
            name: row.name,
            hint: row.hint,
            scopes: row.scopes.0,
            allowed_models: row.allowed_models.0,
            limits: row.limits.0,
            expires_at: row.expires_at,
            revoked_at: row.revoked_at,
            last_used_at: row.last_used_at,
            previous_until: row.previous_until,
            created_at: row.created_at,
            updated_at: row.updated_at,
            workspace_id: row.workspace_id,
        }
    }
}

/// A key that works, and what it is recognised by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LiveKey {
    /// The key.
    pub key: ApiKey,
    /// SHA-256 of its text.
    pub hash: [u8; 32],
    /// SHA-256 of the text that it replaced and that still works, and until when.
    pub previous: Option<([u8; 32], Time)>,
}

/// An exchange of a key's text for a new one.
#[derive(Debug, Clone)]
pub struct Rotation<'a> {
    /// SHA-256 of the new text.
    pub hash: &'a [u8; 32],
    /// Last four characters of the new text.
    pub hint: &'a str,
    /// Until when the old text still works; `None` ends it at once.
    pub previous_until: Option<Time>,
    /// When it happens.
    pub now: Time,
}

/// Adds a key with the SHA-256 of its text. `Conflict` `api_key_hash_key` when one has that text.
pub fn insert(db: &mut Db, it: &ApiKey, hash: &[u8; 32]) -> Result<(), StoreError> {
    let row = (
        api_key::id.eq(V(it.id)),
        api_key::owner_id.eq(V(it.owner_id)),
        api_key::name.eq(V(&it.name)),
        api_key::hint.eq(without_nul(&it.hint)),
        api_key::hash.eq(hash.as_slice()),
        api_key::scopes.eq(Json(&it.scopes)),
        api_key::allowed_models.eq(Json(&it.allowed_models)),
        api_key::limits.eq(Json(&it.limits)),
        api_key::expires_at.eq(it.expires_at.map(V)),
        api_key::revoked_at.eq(it.revoked_at.map(V)),
        api_key::last_used_at.eq(it.last_used_at.map(V)),
        api_key::created_at.eq(V(it.created_at)),
        api_key::updated_at.eq(V(it.updated_at)),
        api_key::workspace_id.eq(it.workspace_id.map(V)),
    );
    on!(db, |c| diesel::insert_into(api_key::table).values(row).execute(c))?;
    Ok(())
}

/// The key of an id, whether it works or not.
pub fn find(db: &mut Db, id: ApiKeyId) -> Result<Option<ApiKey>, StoreError> {
    let row = on!(db, |c| api_key::table.find(V(id)).select(ApiKeyRow::as_select()).first(c).optional())?;
    Ok(row.map(ApiKey::from))
}

/// A user's keys, or everyone's, newest first, before the cursor. The page's `next` is the id to go
/// on before.
pub fn list_for(
    db: &mut Db,
    owner: Option<UserId>,
    cursor: Option<ApiKeyId>,
    limit: u32,
) -> Result<Page<ApiKey>, StoreError> {
    let before = cursor.unwrap_or(ApiKeyId(Uuid::max()));
    let all = api_key::table.filter(api_key::id.lt(V(before))).order(api_key::id.desc());
    let all = all.limit(i64::from(limit) + 1);
    let mut rows: Vec<ApiKeyRow> = match owner {
        Some(owner) => on!(db, |c| all.filter(api_key::owner_id.eq(V(owner))).select(ApiKeyRow::as_select()).load(c))?,
        None => on!(db, |c| all.select(ApiKeyRow::as_select()).load(c))?,
    };
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let next = rows.last().filter(|_| more).map(|row| row.id.to_string());
    Ok(Page { items: rows.into_iter().map(ApiKey::from).collect(), next })
}

/// How many of a user's keys were not revoked.
pub fn count_unrevoked(db: &mut Db, owner: UserId) -> Result<i64, StoreError> {
    let query = api_key::table.filter(api_key::owner_id.eq(V(owner))).filter(api_key::revoked_at.is_null());
    Ok(on!(db, |c| query.count().get_result(c))?)
}

/// The keys that work: not revoked, not expired, of owners who are not disabled and who may work in
/// the key's workspace.
pub fn all_live(db: &mut Db, now: Time) -> Result<Vec<LiveKey>, StoreError> {
    let works = membership::table
        .filter(membership::workspace_id.nullable().eq(api_key::workspace_id))
        .filter(membership::user_id.eq(api_key::owner_id))
        .filter(membership::role.ne(V(WorkspaceRole::Viewer)));
    let query = api_key::table
        .inner_join(app_user::table)
        .filter(api_key::workspace_id.is_null().or(exists(works)))
        .filter(app_user::disabled_at.is_null())
        .filter(api_key::revoked_at.is_null())
        .filter(api_key::expires_at.is_null().or(api_key::expires_at.gt(V(now)).assume_not_null()))
        .order(api_key::id);
    let hashes = (api_key::hash, api_key::previous_hash);
    let rows: Vec<LiveRow> = on!(db, |c| query.select((ApiKeyRow::as_select(), hashes)).load(c))?;
    rows.into_iter().map(|row| live(row, now)).collect()
}

type LiveRow = (ApiKeyRow, (Vec<u8>, Option<Vec<u8>>));

fn live((row, (hash, previous)): LiveRow, now: Time) -> Result<LiveKey, StoreError> {
    let sha256 = |bytes: Vec<u8>| {
        let wrong = |_| StoreError::Corrupt { what: "a hash of api_key has not 32 bytes".into() };
        <[u8; 32]>::try_from(bytes).map_err(wrong)
    };
    let key = ApiKey::from(row);
    let until = key.previous_until.filter(|until| *until > now);
    let previous = match (previous, until) {
        (Some(hash), Some(until)) => Some((sha256(hash)?, until)),
        _ => None,
    };
    Ok(LiveKey { key, hash: sha256(hash)?, previous })
}

/// Like [`find`], and keeps other transactions from changing the row until this one ends. For a change that depends on
/// what was read.
pub fn lock(db: &mut Db, id: ApiKeyId) -> Result<Option<ApiKey>, StoreError> {
    let query = api_key::table.find(V(id));
    let row = match &mut db.0 {
        Connection::Pg(c) => query.select(ApiKeyRow::as_select()).for_update().first(c).optional()?,
        Connection::Sqlite(c) => query.select(ApiKeyRow::as_select()).first(c).optional()?,
    };
    Ok(row.map(ApiKey::from))
}

/// What a person changes of a key; `None` leaves it.
#[derive(Debug, Clone, Default)]
pub struct KeyChange {
    /// What people call it.
    pub name: Option<ApiKeyName>,
    /// What it may be used for.
    pub scopes: Option<Vec<Scope>>,
    /// The models it may ask for.
    pub allowed_models: Option<Vec<ModelPattern>>,
    /// How fast and how much it may spend.
    pub limits: Option<Limits>,
    /// When it stops working by itself.
    pub expires_at: Option<Option<Time>>,
}

/// Writes what is changed and nothing else: somebody may be changing the rest in this moment.
pub fn update(db: &mut Db, id: ApiKeyId, it: &KeyChange, at: Time) -> Result<(), StoreError> {
    let change = (
        it.name.as_ref().map(|name| api_key::name.eq(V(name))),
        it.scopes.as_ref().map(|scopes| api_key::scopes.eq(Json(scopes))),
        it.allowed_models.as_ref().map(|models| api_key::allowed_models.eq(Json(models))),
        it.limits.as_ref().map(|limits| api_key::limits.eq(Json(limits))),
        it.expires_at.map(|end| api_key::expires_at.eq(end.map(V))),
        api_key::updated_at.eq(V(at)),
    );
    let changed = on!(db, |c| diesel::update(api_key::table.find(V(id))).set(change).execute(c))?;
    if changed == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

/// Exchanges a key's text. A text that an earlier rotation left working ends at once. `NotFound`
/// when the key was revoked or does not exist.
pub fn rotate(db: &mut Db, id: ApiKeyId, rotation: &Rotation<'_>) -> Result<(), StoreError> {
    let target = api_key::table.find(V(id)).filter(api_key::revoked_at.is_null());
    let change = (
        api_key::previous_hash.eq(api_key::hash.nullable()),
        api_key::previous_until.eq(rotation.previous_until.map(V)),
        api_key::hash.eq(rotation.hash.as_slice()),
        api_key::hint.eq(without_nul(rotation.hint)),
        api_key::updated_at.eq(V(rotation.now)),
    );
    let changed = on!(db, |c| diesel::update(target).set(change).execute(c))?;
    if changed == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

/// Ends a key. `false`: it was ended before, or does not exist.
pub fn revoke(db: &mut Db, id: ApiKeyId, now: Time) -> Result<bool, StoreError> {
    let target = api_key::table.find(V(id)).filter(api_key::revoked_at.is_null());
    let changed = on!(db, |c| diesel::update(target).set(api_key::revoked_at.eq(V(now))).execute(c))?;
    Ok(changed == 1)
}

/// Writes down when keys were last used, where that is later than what is known. Keys that are gone
/// are passed over.
pub fn touch_many(db: &mut Db, uses: &[(ApiKeyId, Time)]) -> Result<(), StoreError> {
    let mut uses = uses.to_vec();
    // In one order, so that two processes do not wait for each other.
    uses.sort();
    for (id, at) in uses {
        let earlier = api_key::last_used_at.is_null().or(api_key::last_used_at.lt(V(at)).assume_not_null());
        let target = api_key::table.find(V(id)).filter(earlier);
        on!(db, |c| diesel::update(target).set(api_key::last_used_at.eq(V(at))).execute(c))?;
    }
    Ok(())
}
