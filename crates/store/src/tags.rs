//! Tags that users put on conversations.

use diesel::prelude::*;
use models::conversation::{Color, Label, Tag};
use models::ids::{TagId, UserId};
use models::time::Time;

use crate::db::{Db, on};
use crate::error::StoreError;
use crate::schema::tag;
use crate::types::V;

#[derive(Queryable, Selectable)]
#[diesel(table_name = tag)]
struct TagRow {
    id: TagId,
    owner_id: UserId,
    name: Label,
    color: Color,
    created_at: Time,
}

impl From<TagRow> for Tag {
    fn from(row: TagRow) -> Self {
        let TagRow { id, owner_id, name, color, created_at } = row;
        Self { id, owner_id, name, color, created_at }
    }
}

/// Adds a tag. `Conflict` `tag_owner_id_name_key` when the user has one of that name.
pub fn insert(db: &mut Db, it: &Tag) -> Result<(), StoreError> {
    let row = (
        tag::id.eq(V(it.id)),
        tag::owner_id.eq(V(it.owner_id)),
        tag::name.eq(V(&it.name)),
        tag::color.eq(V(&it.color)),
        tag::created_at.eq(V(it.created_at)),
    );
    on!(db, |c| diesel::insert_into(tag::table).values(row).execute(c))?;
    Ok(())
}

/// A user's tags by name.
pub fn list(db: &mut Db, owner: UserId) -> Result<Vec<Tag>, StoreError> {
    let query = tag::table.filter(tag::owner_id.eq(V(owner))).order(tag::name);
    let rows = on!(db, |c| query.select(TagRow::as_select()).load(c))?;
    Ok(rows.into_iter().map(Tag::from).collect())
}

/// The tag of an id.
pub fn find(db: &mut Db, id: TagId) -> Result<Option<Tag>, StoreError> {
    let row = on!(db, |c| tag::table.find(V(id)).select(TagRow::as_select()).first(c).optional())?;
    Ok(row.map(Tag::from))
}

/// Writes name and colour. `Conflict` `tag_owner_id_name_key` when the user has another of that
/// name.
pub fn update(db: &mut Db, it: &Tag) -> Result<(), StoreError> {
    let change = (tag::name.eq(V(&it.name)), tag::color.eq(V(&it.color)));
    let changed = on!(db, |c| diesel::update(tag::table.find(V(it.id))).set(change).execute(c))?;
    if changed == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

/// Removes a tag, also from the conversations that carry it.
pub fn delete(db: &mut Db, id: TagId) -> Result<(), StoreError> {
    let removed = on!(db, |c| diesel::delete(tag::table.find(V(id))).execute(c))?;
    if removed == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}
