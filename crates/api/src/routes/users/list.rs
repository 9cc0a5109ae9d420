//! Seeing accounts.

use actix_web::{get, web};
use managers::context::Context;
use managers::users;

use super::UserBody;
use crate::error::ApiError;
use crate::extract::{Actor, Json, Page};
use crate::page::{List, cursor_id};

/// List accounts, the oldest first
#[utoipa::path(tag = "users", params(Page), responses((status = 200, body = List<UserBody>), ApiError), security(("bearer" = [])))]
#[get("/users")]
pub(super) async fn list_users(
    cx: web::Data<Context>,
    actor: Actor,
    page: Page,
) -> Result<Json<List<UserBody>>, ApiError> {
    let cursor = cursor_id(page.cursor.as_deref())?;
    Ok(Json(users::list(&cx, &actor, page.limit, cursor).await?.into()))
}
