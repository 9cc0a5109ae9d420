//! Values that users and admins change while the server runs.

use diesel::prelude::*;
use diesel::upsert::excluded;
use models::ids::UserId;
use models::instance::InstanceSettings;
use models::time::Time;
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::db::{Db, on};
use crate::error::StoreError;
use crate::schema::setting;
use crate::types::{AnyId, Json, V};

/// Names one value.
pub(crate) struct Key {
    scope: &'static str,
    subject: AnyId,
    key: &'static str,
}

impl Key {
    pub(crate) fn preferences(user: UserId) -> Self {
        Self { scope: "user", subject: AnyId(user.0), key: "preferences" }
    }

    fn mark(key: &'static str) -> Self {
        Self { scope: "system", subject: AnyId(Uuid::nil()), key }
    }

    fn instance() -> Self {
        Self { scope: "system", subject: AnyId(Uuid::nil()), key: "instance" }
    }
}

/// The settings of the whole instance; the default ones where nothing was chosen.
pub fn instance(db: &mut Db) -> Result<InstanceSettings, StoreError> {
    get(db, &Key::instance())
}

/// Replaces the settings of the whole instance.
pub fn set_instance(db: &mut Db, settings: &InstanceSettings, now: Time) -> Result<(), StoreError> {
    set(db, &Key::instance(), settings, now)
}

/// Whether a mark was left on the instance, such as that something was done once.
pub fn has_mark(db: &mut Db, mark: &'static str) -> Result<bool, StoreError> {
    let key = Key::mark(mark);
    let query = setting::table.find((key.scope, V(key.subject), key.key)).select(setting::key);
    let found: Option<String> = on!(db, |c| query.first(c).optional())?;
    Ok(found.is_some())
}

/// Leaves a mark on the instance. `false`: it was there before.
pub fn leave_mark(db: &mut Db, mark: &'static str, now: Time) -> Result<bool, StoreError> {
    let key = Key::mark(mark);
    let row = (
        setting::scope.eq(key.scope),
        setting::subject_id.eq(V(key.subject)),
        setting::key.eq(key.key),
        setting::value.eq(Json(true)),
        setting::updated_at.eq(V(now)),
    );
    let inserted = on!(db, |c| diesel::insert_into(setting::table)
        .values(row)
        .on_conflict((setting::scope, setting::subject_id, setting::key))
        .do_nothing()
        .execute(c))?;
    Ok(inserted == 1)
}

pub(crate) fn get<T>(db: &mut Db, key: &Key) -> Result<T, StoreError>
where
    T: DeserializeOwned + Default + std::fmt::Debug + Send + 'static,
{
    let query = setting::table.find((key.scope, V(key.subject), key.key)).select(setting::value);
    let value: Option<Json<T>> = on!(db, |c| query.first(c).optional())?;
    Ok(value.map(|json| json.0).unwrap_or_default())
}

pub(crate) fn set<T>(db: &mut Db, key: &Key, value: &T, now: Time) -> Result<(), StoreError>
where
    T: Serialize + std::fmt::Debug,
{
    let row = (
        setting::scope.eq(key.scope),
        setting::subject_id.eq(V(key.subject)),
        setting::key.eq(key.key),
        setting::value.eq(Json(value)),
        setting::updated_at.eq(V(now)),
    );
    on!(db, |c| diesel::insert_into(setting::table)
        .values(row)
        .on_conflict((setting::scope, setting::subject_id, setting::key))
        .do_update()
        .set((setting::value.eq(excluded(setting::value)), setting::updated_at.eq(excluded(setting::updated_at))))
        .execute(c))?;
    Ok(())
}
