//! Adding sources.

use actix_web::{post, web};
use managers::context::Context;
use managers::knowledge::sources::{self, Wanted};
use models::ids::CollectionId;
use serde::Deserialize;
use utoipa::ToSchema;

use super::shapes::{SourceBody, SourceKindBody};
use crate::error::ApiError;
use crate::extract::{Actor, Id, IdPath, Json};
use crate::respond::Created;

/// A source to be added.
#[derive(Deserialize, ToSchema)]
#[schema(as = CreateSource)]
#[serde(deny_unknown_fields)]
struct CreateBody {
    kind: SourceKindBody,
    /// The folder's path, or the address of the page or of the repository.
    location: String,
    /// Git: the branch or tag.
    #[serde(default)]
    reference: Option<String>,
    /// What is left out, in the form of a `.gitignore`.
    #[serde(default)]
    ignore: Option<String>,
    /// Web: how many links away pages of the same host are read.
    #[serde(default)]
    #[schema(maximum = 3)]
    depth: u32,
    /// How often it is looked at again.
    #[serde(default)]
    #[schema(minimum = 5)]
    refresh_minutes: Option<u32>,
}

/// Add a source to a collection
///
/// It is looked at at once, in the background.
#[utoipa::path(tag = "sources", params(IdPath), request_body = CreateBody, responses((status = 201, body = SourceBody), ApiError), security(("bearer" = [])))]
#[post("/collections/{id}/sources")]
pub(super) async fn create_source(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<CollectionId>,
    body: Json<CreateBody>,
) -> Result<Created<SourceBody>, ApiError> {
    let CreateBody { kind, location, reference, ignore, depth, refresh_minutes } = body.0;
    let wanted = Wanted { location, reference, ignore, depth, refresh_minutes };
    Ok(Created(sources::create(&cx, &actor, id.0, kind.into(), wanted).await?.into()))
}
