//! What users set for themselves.

use actix_web::{get, patch, web};
use managers::context::Context;
use managers::preferences::{self, ChangePreferences};
use models::user::{Preferences, Theme};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::error::ApiError;
use crate::extract::{Actor, Json, nullable};

/// Registers the group.
pub(crate) fn register(cfg: &mut ServiceConfig) {
    cfg.service(get_preferences).service(update_preferences);
}

/// What a user set.
#[derive(Serialize, ToSchema)]
#[schema(as = Preferences)]
pub(crate) struct PreferencesBody {
    theme: ThemeBody,
    /// Language tag of the interface; `null` follows the browser.
    #[schema(required)]
    language: Option<String>,
    /// Whether Enter sends; otherwise Ctrl-Enter does.
    #[schema(required)]
    enter_sends: Option<bool>,
    /// `connection_id/model` that a new conversation starts with.
    #[schema(required)]
    default_model: Option<String>,
    /// Text put before every prompt.
    #[schema(required)]
    instructions: Option<String>,
}

/// Colours of the interface.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[schema(as = Theme)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ThemeBody {
    System,
    Light,
    Dark,
}

/// What to change; absent fields stay as they are, `null` clears.
#[derive(Deserialize, ToSchema)]
#[schema(as = UpdatePreferences)]
#[serde(deny_unknown_fields)]
pub(crate) struct UpdatePreferencesBody {
    theme: Option<ThemeBody>,
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<String>, max_length = 35)]
    language: Option<Option<String>>,
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<bool>)]
    enter_sends: Option<Option<bool>>,
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<String>)]
    default_model: Option<Option<String>>,
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<String>, max_length = 100_000)]
    instructions: Option<Option<String>>,
}

/// Read one's own preferences
#[utoipa::path(tag = "settings", responses((status = 200, body = PreferencesBody), ApiError), security(("bearer" = [])))]
#[get("/settings")]
pub(super) async fn get_preferences(cx: web::Data<Context>, actor: Actor) -> Result<Json<PreferencesBody>, ApiError> {
    Ok(Json(preferences::get(&cx, &actor).await?.into()))
}

/// Change one's own preferences
#[utoipa::path(tag = "settings", request_body = UpdatePreferencesBody, responses((status = 200, body = PreferencesBody), ApiError), security(("bearer" = [])))]
#[patch("/settings")]
pub(super) async fn update_preferences(
    cx: web::Data<Context>,
    actor: Actor,
    body: Json<UpdatePreferencesBody>,
) -> Result<Json<PreferencesBody>, ApiError> {
    let Json(body) = body;
    let change = ChangePreferences {
        theme: body.theme.map(Into::into),
        language: body.language,
        enter_sends: body.enter_sends,
        default_model: body.default_model,
        instructions: body.instructions,
    };
    Ok(Json(preferences::change(&cx, &actor, change).await?.into()))
}

impl From<Preferences> for PreferencesBody {
    fn from(it: Preferences) -> Self {
        let Preferences { theme, language, enter_sends, default_model, instructions } = it;
        Self { theme: theme.into(), language, enter_sends, default_model, instructions }
    }
}

impl From<Theme> for ThemeBody {
    fn from(it: Theme) -> Self {
        match it {
            Theme::System => Self::System,
            Theme::Light => Self::Light,
            Theme::Dark => Self::Dark,
        }
    }
}

impl From<ThemeBody> for Theme {
    fn from(it: ThemeBody) -> Self {
        match it {
            ThemeBody::System => Self::System,
            ThemeBody::Light => Self::Light,
            ThemeBody::Dark => Self::Dark,
        }
    }
}
