//! What admins set.

use actix_web::{get, patch, web};
use managers::context::Context;
use managers::instance::{self, ChangeInstance};
use models::instance::InstanceSettings;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::error::ApiError;
use crate::extract::{Actor, Json, nullable};
use crate::routes::conversations::shapes::ModelChoiceBody;

/// Settings of the whole instance.
#[derive(Serialize, ToSchema)]
#[schema(as = InstanceSettings)]
pub(crate) struct InstanceSettingsBody {
    /// Whether strangers may make an account.
    registration_enabled: bool,
    /// The model that writes titles; without one they are the first words.
    #[schema(required)]
    title_model: Option<ModelChoiceBody>,
    /// The model a new conversation starts with.
    #[schema(required)]
    default_model: Option<ModelChoiceBody>,
}

impl From<InstanceSettings> for InstanceSettingsBody {
    fn from(it: InstanceSettings) -> Self {
        Self {
            registration_enabled: it.registration_enabled,
            title_model: it.title_model.map(Into::into),
            default_model: it.default_model.map(Into::into),
        }
    }
}

/// Read the instance's settings
#[utoipa::path(tag = "instance", responses((status = 200, body = InstanceSettingsBody), ApiError), security(("bearer" = [])))]
#[get("/instance/settings")]
pub(super) async fn get_instance_settings(
    cx: web::Data<Context>,
    actor: Actor,
) -> Result<Json<InstanceSettingsBody>, ApiError> {
    Ok(Json(instance::get(&cx, &actor).await?.into()))
}

/// What to change; absent fields stay as they are.
#[derive(Deserialize, ToSchema)]
#[schema(as = UpdateInstanceSettings)]
#[serde(deny_unknown_fields)]
pub(crate) struct UpdateInstanceSettingsBody {
    registration_enabled: Option<bool>,
    /// A model of a system connection; `null` clears it.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<ModelChoiceBody>)]
    title_model: Option<Option<ModelChoiceBody>>,
    /// A model of a system connection; `null` clears it.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<ModelChoiceBody>)]
    default_model: Option<Option<ModelChoiceBody>>,
}

/// Change the instance's settings
#[utoipa::path(tag = "instance", request_body = UpdateInstanceSettingsBody, responses((status = 200, body = InstanceSettingsBody), ApiError), security(("bearer" = [])))]
#[patch("/instance/settings")]
pub(super) async fn update_instance_settings(
    cx: web::Data<Context>,
    actor: Actor,
    body: Json<UpdateInstanceSettingsBody>,
) -> Result<Json<InstanceSettingsBody>, ApiError> {
    let Json(body) = body;
    let change = ChangeInstance {
        registration_enabled: body.registration_enabled,
        title_model: body.title_model.map(|choice| choice.map(Into::into)),
        default_model: body.default_model.map(|choice| choice.map(Into::into)),
    };
    Ok(Json(instance::change(&cx, &actor, change).await?.into()))
}
