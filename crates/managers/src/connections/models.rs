//! The models that a user may choose from.

use models::connection::OfferedModel;

use crate::access::Actor;
use crate::context::Context;
use crate::error::{Error, Result};

/// The models of the enabled connections of the system and of the caller.
pub async fn offered(cx: &Context, actor: &Actor) -> Result<Vec<OfferedModel>> {
    let id = actor.id();
    cx.store.read(move |db| Ok::<_, Error>(store::connections::offered(db, id)?)).await
}
