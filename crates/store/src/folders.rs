//! Folders of conversations.

use diesel::prelude::*;
use models::conversation::{Folder, Label};
use models::ids::{FolderId, UserId};
use models::time::Time;

use crate::db::{Db, on};
use crate::error::StoreError;
use crate::schema::folder;
use crate::types::V;

#[derive(Queryable, Selectable)]
#[diesel(table_name = folder)]
struct FolderRow {
    id: FolderId,
    owner_id: UserId,
    name: Label,
    created_at: Time,
}

impl From<FolderRow> for Folder {
    fn from(row: FolderRow) -> Self {
        let FolderRow { id, owner_id, name, created_at } = row;
        Self { id, owner_id, name, created_at }
    }
}

/// Adds a folder. `Conflict` `folder_owner_id_name_key` when the user has one of that name.
pub fn insert(db: &mut Db, it: &Folder) -> Result<(), StoreError> {
    let row = (
        folder::id.eq(V(it.id)),
        folder::owner_id.eq(V(it.owner_id)),
        folder::name.eq(V(&it.name)),
        folder::created_at.eq(V(it.created_at)),
    );
    on!(db, |c| diesel::insert_into(folder::table).values(row).execute(c))?;
    Ok(())
}

/// A user's folders by name.
pub fn list(db: &mut Db, owner: UserId) -> Result<Vec<Folder>, StoreError> {
    let query = folder::table.filter(folder::owner_id.eq(V(owner))).order(folder::name);
    let rows = on!(db, |c| query.select(FolderRow::as_select()).load(c))?;
    Ok(rows.into_iter().map(Folder::from).collect())
}

/// The folder of an id.
pub fn find(db: &mut Db, id: FolderId) -> Result<Option<Folder>, StoreError> {
    let row = on!(db, |c| folder::table.find(V(id)).select(FolderRow::as_select()).first(c).optional())?;
    Ok(row.map(Folder::from))
}

/// Writes the name. `Conflict` `folder_owner_id_name_key` when the user has another of that name.
pub fn update(db: &mut Db, it: &Folder) -> Result<(), StoreError> {
    let change = folder::name.eq(V(&it.name));
    let changed = on!(db, |c| diesel::update(folder::table.find(V(it.id))).set(change).execute(c))?;
    if changed == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

/// Removes a folder; its conversations stay, without one.
pub fn delete(db: &mut Db, id: FolderId) -> Result<(), StoreError> {
    let removed = on!(db, |c| diesel::delete(folder::table.find(V(id))).execute(c))?;
    if removed == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}
