//! Files that come in pieces, each where the last one ended.

use actix_web::{get, post, put, web};
use futures_util::StreamExt;
use managers::context::Context;
use managers::error::Error;
use managers::knowledge::uploads::{self, NewUpload, Piece};
use models::ids::UploadId;
use models::invalid::Invalid;
use models::upload::Upload;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::error::{ApiError, Transport};
use crate::extract::{Actor, Id, IdPath, Json, Query};
use crate::respond::Created;

/// Registers the group.
pub(crate) fn register(cfg: &mut ServiceConfig) {
    cfg.service(create_upload).service(get_upload).service(put_upload);
}

/// A file on its way here.
#[derive(Serialize, ToSchema)]
#[schema(as = Upload)]
struct UploadBody {
    id: Uuid,
    name: String,
    /// Where the next piece begins: bytes that have arrived.
    offset: i64,
    /// Size of the file.
    bytes: i64,
    /// Whether it is whole and what was announced.
    done: bool,
}

/// A file to be sent.
#[derive(Deserialize, ToSchema)]
#[schema(as = CreateUpload)]
#[serde(deny_unknown_fields)]
struct CreateBody {
    name: String,
    /// Size of the file.
    #[schema(minimum = 0)]
    bytes: u64,
    /// SHA-256 of the file, in hex.
    sha256: String,
}

/// Where a piece begins.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct PieceQuery {
    /// `offset` of the upload.
    offset: u64,
}

/// Documents the bytes of a piece.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
#[expect(dead_code, reason = "only the document reads it")]
struct PieceBytes(Vec<u8>);

impl From<Upload> for UploadBody {
    fn from(it: Upload) -> Self {
        let name = it.name.as_str().to_owned();
        Self { id: it.id.0, name, offset: it.offset, bytes: it.bytes, done: it.done }
    }
}

/// Announce a file
///
/// A file of the same name and hash that was announced before goes on where it stopped.
#[utoipa::path(tag = "uploads", request_body = CreateBody, responses((status = 201, body = UploadBody), ApiError), security(("bearer" = [])))]
#[post("/uploads")]
async fn create_upload(
    cx: web::Data<Context>,
    actor: Actor,
    body: Json<CreateBody>,
) -> Result<Created<UploadBody>, ApiError> {
    let CreateBody { name, bytes, sha256 } = body.0;
    Ok(Created(uploads::begin(&cx, &actor, NewUpload { name, bytes, sha256 }).await?.into()))
}

/// Read how much of a file has arrived
#[utoipa::path(tag = "uploads", params(IdPath), responses((status = 200, body = UploadBody), ApiError), security(("bearer" = [])))]
#[get("/uploads/{id}")]
async fn get_upload(cx: web::Data<Context>, actor: Actor, id: Id<UploadId>) -> Result<Json<UploadBody>, ApiError> {
    Ok(Json(uploads::get(&cx, &actor, id.0).await?.into()))
}

/// Send a piece of a file
///
/// It has to begin at the upload's `offset`; otherwise the answer is 409 and the upload says where to go on. With the
/// last byte the hash is checked.
#[utoipa::path(tag = "uploads", params(IdPath, PieceQuery), request_body(content = PieceBytes, content_type = "application/octet-stream"), responses((status = 200, body = UploadBody), ApiError), security(("bearer" = [])))]
#[put("/uploads/{id}")]
async fn put_upload(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<UploadId>,
    query: Query<PieceQuery>,
    mut body: web::Payload,
) -> Result<Json<UploadBody>, ApiError> {
    let mut piece = Piece::start(&cx, &actor, id.0, query.0.offset).await?;
    while let Some(chunk) = body.next().await {
        let Ok(chunk) = chunk else {
            // The line broke; what has arrived stays.
            piece.note(&cx).await?;
            return Err(Transport::BodyCut.into());
        };
        piece.push(&cx, &chunk).await.map_err(|error| match error {
            Error::TooLarge { .. } => Invalid::new("offset", "and the piece lead behind the end of the file").into(),
            other => other,
        })?;
    }
    Ok(Json(piece.finish(&cx).await?.into()))
}
