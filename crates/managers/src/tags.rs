//! Tags of conversations.

use models::conversation::{Color, Label, Tag};
use models::ids::TagId;
use store::{Db, StoreError};

use crate::access::{self, Action, Actor, Resource};
use crate::context::Context;
use crate::error::{Conflict, Error, Noun, Result};

/// What to change; `None` leaves it.
#[derive(Debug)]
pub struct ChangeTag {
    /// Which tag.
    pub id: TagId,
    /// Its name.
    pub name: Option<String>,
    /// Its colour, `#rrggbb`.
    pub color: Option<String>,
}

/// The caller's tags, by name.
pub async fn list(cx: &Context, actor: &Actor) -> Result<Vec<Tag>> {
    let owner = actor.id();
    cx.store.read(move |db| Ok::<_, Error>(store::tags::list(db, owner)?)).await
}

/// Makes a tag.
pub async fn create(cx: &Context, actor: &Actor, name: &str, color: &str) -> Result<Tag> {
    let (name, color) = match (Label::parse(name), Color::parse(color)) {
        (Ok(name), Ok(color)) => (name, color),
        (name, color) => return Err(Error::Invalid([name.err(), color.err()].into_iter().flatten().collect())),
    };
    let tag = Tag { id: TagId(cx.id()), owner_id: actor.id(), name, color, created_at: cx.now() };
    cx.store
        .write(move |db| {
            store::tags::insert(db, &tag).map_err(taken)?;
            Ok(tag)
        })
        .await
}

/// Changes a tag's name or colour.
pub async fn change(cx: &Context, actor: &Actor, change: ChangeTag) -> Result<Tag> {
    let name = change.name.as_deref().map(Label::parse).transpose();
    let color = change.color.as_deref().map(Color::parse).transpose();
    let (name, color) = match (name, color) {
        (Ok(name), Ok(color)) => (name, color),
        (name, color) => return Err(Error::Invalid([name.err(), color.err()].into_iter().flatten().collect())),
    };
    let who = actor.clone();
    cx.store
        .write(move |db| {
            let mut tag = own(db, &who, change.id)?;
            tag.name = name.unwrap_or(tag.name);
            tag.color = color.unwrap_or(tag.color);
            store::tags::update(db, &tag).map_err(taken)?;
            Ok(tag)
        })
        .await
}

/// Removes a tag, also from its conversations.
pub async fn delete(cx: &Context, actor: &Actor, id: TagId) -> Result<()> {
    let who = actor.clone();
    cx.store
        .write(move |db| {
            own(db, &who, id)?;
            Ok::<_, Error>(store::tags::delete(db, id)?)
        })
        .await
}

fn own(db: &mut Db, actor: &Actor, id: TagId) -> Result<Tag> {
    let tag = store::tags::find(db, id)?.ok_or(Error::NotFound(Noun::Tag))?;
    access::check(actor, Action::Change, Resource::Tag(&tag))?;
    Ok(tag)
}

fn taken(error: StoreError) -> Error {
    match error {
        StoreError::Conflict { .. } => Error::Conflict(Conflict::NameTaken),
        other => other.into(),
    }
}
