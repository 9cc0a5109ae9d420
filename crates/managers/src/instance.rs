//! The instance as a whole: what strangers may know of it, and what admins set.

use models::audit::AuditAction;
use models::connection::ModelChoice;
use models::instance::InstanceSettings;
use models::invalid::Invalid;
use store::Db;

use crate::access::{self, Action, Actor, Resource};
use crate::audit;
use crate::context::Context;
use crate::error::{Error, Result};

/// What anyone may know, so that the right first page is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instance {
    /// Version of the server.
    pub version: &'static str,
    /// Whether the first account is still to be made.
    pub needs_owner: bool,
    /// Whether this caller needs the printed link for that.
    pub setup_token_required: bool,
    /// Whether strangers may make an account.
    pub registration_enabled: bool,
}

/// What to change; `None` leaves it, `Some(None)` clears it.
#[derive(Debug, Default)]
pub struct ChangeInstance {
    /// Whether strangers may make an account.
    pub registration_enabled: Option<bool>,
    /// The model that writes titles.
    pub title_model: Option<Option<ModelChoice>>,
    /// The model a new conversation starts with.
    pub default_model: Option<Option<ModelChoice>>,
}

/// Describes the instance to anyone. `caller` says whether they are on this machine.
pub async fn describe(cx: &Context, caller: &crate::auth::Caller) -> Result<Instance> {
    let (users, settings) =
        cx.store.read(|db| Ok::<_, Error>((store::users::count(db)?, store::settings::instance(db)?))).await?;
    let needs_owner = users == 0;
    Ok(Instance {
        version: env!("CARGO_PKG_VERSION"),
        needs_owner,
        setup_token_required: needs_owner && !caller.local,
        registration_enabled: !needs_owner && settings.registration_enabled,
    })
}

/// Whether the first account is still to be made: the door then prints the setup link.
pub async fn needs_owner(cx: &Context) -> Result<bool> {
    cx.store.read(|db| Ok::<_, Error>(store::users::count(db)? == 0)).await
}

/// The settings, for the server's own use.
pub async fn settings(cx: &Context) -> Result<InstanceSettings> {
    cx.store.read(|db| Ok::<_, Error>(store::settings::instance(db)?)).await
}

/// The settings, for admins.
pub async fn get(cx: &Context, actor: &Actor) -> Result<InstanceSettings> {
    access::check(actor, Action::View, Resource::Instance)?;
    settings(cx).await
}

/// Changes the settings.
pub async fn change(cx: &Context, actor: &Actor, change: ChangeInstance) -> Result<InstanceSettings> {
    access::check(actor, Action::Change, Resource::Instance)?;
    let now = cx.now();
    let entry = audit::by(cx, actor, AuditAction::InstanceChanged, "", serde_json::json!({}));
    cx.store
        .write(move |db| {
            check_models(db, &change)?;
            let old = store::settings::instance(db)?;
            let new = InstanceSettings {
                registration_enabled: change.registration_enabled.unwrap_or(old.registration_enabled),
                title_model: change.title_model.unwrap_or(old.title_model),
                default_model: change.default_model.unwrap_or(old.default_model),
            };
            store::settings::set_instance(db, &new, now)?;
            let detail = serde_json::to_value(&new).map_err(|error| Error::internal("writing the audit log", error))?;
            store::audit::insert(db, &audit::with(entry, detail))?;
            Ok(new)
        })
        .await
}

/// A model that everyone gets must be one that everyone may call: a system connection's.
fn check_models(db: &mut Db, change: &ChangeInstance) -> Result<()> {
    let mut wrong = Vec::new();
    for (field, choice) in [("title_model", &change.title_model), ("default_model", &change.default_model)] {
        let Some(Some(choice)) = choice else { continue };
        let connection = store::connections::find(db, choice.connection_id)?;
        let offered = connection.is_some_and(|connection| connection.owner_id.is_none())
            && store::connections::models(db, choice.connection_id)?.iter().any(|model| model.id == choice.model);
        if !offered {
            wrong.push(Invalid::new(field, "must be a model of a system connection"));
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(Error::Invalid(wrong)) }
}
