//! Which model a new conversation starts with.

use models::connection::{ModelChoice, OfferedModel};

use crate::access::Actor;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::preferences::parse_choice;

/// The user's default, else the instance's, else the first that is offered; each only while it is
/// offered. `None` where nothing is.
pub async fn default_choice(cx: &Context, actor: &Actor) -> Result<Option<ModelChoice>> {
    let id = actor.id();
    cx.store
        .read(move |db| {
            let offered = store::connections::offered(db, id)?;
            let own = store::users::preferences(db, id)?.default_model.as_deref().and_then(parse_choice);
            let common = store::settings::instance(db)?.default_model;
            let wanted = own.into_iter().chain(common).find(|choice| offered.iter().any(|model| is(model, choice)));
            // The demo is what is left when nothing real is connected.
            let first =
                offered.iter().min_by_key(|model| model.connection_kind == models::connection::ConnectionKind::Demo);
            Ok::<_, Error>(wanted.or_else(|| first.map(choice_of)))
        })
        .await
}

fn is(offered: &OfferedModel, choice: &ModelChoice) -> bool {
    offered.connection_id == choice.connection_id && offered.model.id == choice.model
}

fn choice_of(offered: &OfferedModel) -> ModelChoice {
    ModelChoice { connection_id: offered.connection_id, model: offered.model.id.clone() }
}
