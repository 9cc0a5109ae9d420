//! Tags of conversations.

use actix_web::{HttpRequest, HttpResponse, delete, get, patch, post, web};
use chrono::{DateTime, Utc};
use managers::context::Context;
use managers::tags::{self, ChangeTag};
use models::conversation::Tag;
use models::ids::TagId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::error::ApiError;
use crate::extract::{Actor, Id, IdPath, Json};
use crate::idempotent::{IdempotencyKey, once};
use crate::page::List;
use crate::respond::NoContent;

/// Registers the group.
pub(crate) fn register(cfg: &mut ServiceConfig) {
    cfg.service(list_tags).service(create_tag).service(update_tag).service(delete_tag);
}

/// A tag that a user puts on conversations.
#[derive(Serialize, ToSchema)]
#[schema(as = Tag)]
pub(crate) struct TagBody {
    id: Uuid,
    name: String,
    #[schema(example = "#3b82f6")]
    color: String,
    created_at: DateTime<Utc>,
}

/// A tag to make.
#[derive(Deserialize, ToSchema)]
#[schema(as = TagInput)]
#[serde(deny_unknown_fields)]
pub(crate) struct TagInputBody {
    #[schema(min_length = 1, max_length = 80)]
    name: String,
    #[schema(pattern = "^#[0-9a-fA-F]{6}$")]
    color: String,
}

/// What to change; absent fields stay as they are.
#[derive(Deserialize, ToSchema)]
#[schema(as = UpdateTag)]
#[serde(deny_unknown_fields)]
pub(crate) struct UpdateTagBody {
    #[schema(min_length = 1, max_length = 80)]
    name: Option<String>,
    #[schema(pattern = "^#[0-9a-fA-F]{6}$")]
    color: Option<String>,
}

/// List one's own tags
#[utoipa::path(tag = "tags", responses((status = 200, body = List<TagBody>), ApiError), security(("bearer" = [])))]
#[get("/tags")]
pub(super) async fn list_tags(cx: web::Data<Context>, actor: Actor) -> Result<Json<List<TagBody>>, ApiError> {
    let tags = tags::list(&cx, &actor).await?;
    Ok(Json(List::whole(tags.into_iter().map(Into::into).collect())))
}

/// Make a tag
#[utoipa::path(tag = "tags", params(IdempotencyKey), request_body = TagInputBody, responses((status = 201, body = TagBody), ApiError), security(("bearer" = [])))]
#[post("/tags")]
pub(super) async fn create_tag(
    cx: web::Data<Context>,
    actor: Actor,
    body: Json<TagInputBody>,
    req: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let Json(TagInputBody { name, color }) = body;
    let (context, who) = (Context::clone(&cx), actor.0.clone());
    once(&cx, &actor, &req, async move { Ok(TagBody::from(tags::create(&context, &who, &name, &color).await?)) }).await
}

/// Change a tag
#[utoipa::path(tag = "tags", params(IdPath), request_body = UpdateTagBody, responses((status = 200, body = TagBody), ApiError), security(("bearer" = [])))]
#[patch("/tags/{id}")]
pub(super) async fn update_tag(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<TagId>,
    body: Json<UpdateTagBody>,
) -> Result<Json<TagBody>, ApiError> {
    let Json(UpdateTagBody { name, color }) = body;
    Ok(Json(tags::change(&cx, &actor, ChangeTag { id: id.0, name, color }).await?.into()))
}

/// Remove a tag, also from its conversations
#[utoipa::path(tag = "tags", params(IdPath), responses((status = 204), ApiError), security(("bearer" = [])))]
#[delete("/tags/{id}")]
pub(super) async fn delete_tag(cx: web::Data<Context>, actor: Actor, id: Id<TagId>) -> Result<NoContent, ApiError> {
    tags::delete(&cx, &actor, id.0).await?;
    Ok(NoContent)
}

impl From<Tag> for TagBody {
    fn from(it: Tag) -> Self {
        let (name, color) = (it.name.as_str().to_owned(), it.color.as_str().to_owned());
        Self { id: it.id.0, name, color, created_at: it.created_at }
    }
}
