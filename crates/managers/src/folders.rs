//! Folders of conversations.

use models::conversation::{Folder, Label};
use models::ids::FolderId;
use store::{Db, StoreError};

use crate::access::{self, Action, Actor, Resource};
use crate::context::Context;
use crate::error::{Conflict, Error, Noun, Result};

/// The caller's folders, by name.
pub async fn list(cx: &Context, actor: &Actor) -> Result<Vec<Folder>> {
    let owner = actor.id();
    cx.store.read(move |db| Ok::<_, Error>(store::folders::list(db, owner)?)).await
}

/// Makes a folder.
pub async fn create(cx: &Context, actor: &Actor, name: &str) -> Result<Folder> {
    let folder =
        Folder { id: FolderId(cx.id()), owner_id: actor.id(), name: Label::parse(name)?, created_at: cx.now() };
    cx.store
        .write(move |db| {
            store::folders::insert(db, &folder).map_err(taken)?;
            Ok(folder)
        })
        .await
}

/// Gives a folder another name.
pub async fn rename(cx: &Context, actor: &Actor, id: FolderId, name: &str) -> Result<Folder> {
    let (who, name) = (actor.clone(), Label::parse(name)?);
    cx.store
        .write(move |db| {
            let folder = Folder { name, ..own(db, &who, id)? };
            store::folders::update(db, &folder).map_err(taken)?;
            Ok(folder)
        })
        .await
}

/// Removes a folder. Its conversations stay, without a folder.
pub async fn delete(cx: &Context, actor: &Actor, id: FolderId) -> Result<()> {
    let who = actor.clone();
    cx.store
        .write(move |db| {
            own(db, &who, id)?;
            Ok::<_, Error>(store::folders::delete(db, id)?)
        })
        .await
}

fn own(db: &mut Db, actor: &Actor, id: FolderId) -> Result<Folder> {
    let folder = store::folders::find(db, id)?.ok_or(Error::NotFound(Noun::Folder))?;
    access::check(actor, Action::Change, Resource::Folder(&folder))?;
    Ok(folder)
}

fn taken(error: StoreError) -> Error {
    match error {
        StoreError::Conflict { .. } => Error::Conflict(Conflict::NameTaken),
        other => other.into(),
    }
}
