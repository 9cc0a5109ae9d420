//! The documents of a collection.

use actix_multipart::{Multipart, MultipartError};
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest, get, post, web};
use futures_util::TryStreamExt;
use managers::context::Context;
use managers::error::Error;
use managers::knowledge::documents::{self, Incoming, List as Wanted};
use models::ids::{CollectionId, SourceId, UploadId};
use models::invalid::Invalid;
use models::knowledge::DocumentState;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::error::{ApiError, Transport};
use crate::extract::{Actor, Id, IdPath, Json, Page, Query};
use crate::page::{List, cursor_id};
use crate::respond::Accepted;
use crate::routes::documents::DocumentBody;

/// Which documents.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct DocumentsQuery {
    /// Letters of the name, the path or the title, whatever their case and accents.
    q: Option<String>,
    /// `queued`, `processing`, `ready` or `failed`; `stale` for those that their source has otherwise now.
    state: Option<String>,
    /// Only those of this source.
    source_id: Option<Uuid>,
}

/// A file in a form.
#[derive(ToSchema)]
#[schema(as = UploadDocument)]
#[expect(dead_code, reason = "only the document reads it")]
struct UploadBody {
    /// Any file that can be read.
    #[schema(value_type = String, format = Binary, content_media_type = "application/octet-stream")]
    file: Vec<u8>,
}

/// A file that was uploaded in pieces.
#[derive(Deserialize, ToSchema)]
#[schema(as = AddUploadedDocument)]
#[serde(deny_unknown_fields)]
pub(super) struct UploadedBody {
    upload_id: Uuid,
}

/// List a collection's documents, the newest first
#[utoipa::path(tag = "collections", params(IdPath, DocumentsQuery, Page), responses((status = 200, body = List<DocumentBody>), ApiError), security(("bearer" = [])))]
#[get("/collections/{id}/documents")]
pub(super) async fn list_documents(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<CollectionId>,
    query: Query<DocumentsQuery>,
    page: Page,
) -> Result<Json<List<DocumentBody>>, ApiError> {
    let DocumentsQuery { q, state, source_id } = query.0;
    let state = state.filter(|word| !word.is_empty());
    let stale = (state.as_deref() == Some("stale")).then_some(true);
    let parse = |word: &str| {
        DocumentState::parse(word).ok_or_else(|| Error::from(Invalid::new("state", format!("does not know `{word}`"))))
    };
    let wanted = Wanted {
        collection_id: id.0,
        q: q.filter(|q| !q.trim().is_empty()),
        state: state.as_deref().filter(|_| stale.is_none()).map(parse).transpose()?,
        stale,
        source_id: source_id.map(SourceId),
        cursor: cursor_id(page.cursor.as_deref())?,
        limit: page.limit,
    };
    Ok(Json(documents::list(&cx, &actor, wanted).await?.into()))
}

/// Add a document to a collection
///
/// Either the file itself as a form, or, as JSON, the id of an upload that has arrived whole. It is read in the
/// background; `state` says how far that is.
#[utoipa::path(tag = "collections", params(IdPath), request_body(content((UploadBody = "multipart/form-data"), (UploadedBody = "application/json"))), responses((status = 202, body = DocumentBody), ApiError), security(("bearer" = [])))]
#[post("/collections/{id}/documents")]
pub(super) async fn create_document(
    cx: web::Data<Context>,
    actor: Actor,
    id: Id<CollectionId>,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<Accepted<DocumentBody>, ApiError> {
    let mut payload = payload.into_inner();
    if !is_form(&request) {
        let body = Json::<UploadedBody>::from_request(&request, &mut payload).await?;
        let added = documents::of_upload(&cx, &actor, id.0, UploadId(body.0.upload_id)).await?;
        return Ok(Accepted(added.into()));
    }
    let mut form = Multipart::new(request.headers(), payload);
    while let Some(mut field) = form.try_next().await.map_err(malformed)? {
        if field.name() != Some("file") {
            continue;
        }
        let name = field.content_disposition().and_then(|it| it.get_filename()).unwrap_or_default().to_owned();
        let mut incoming = Incoming::start(&cx, &actor, id.0, &name).await?;
        while let Some(chunk) = field.try_next().await.map_err(malformed)? {
            incoming.push(&chunk).await?;
        }
        return Ok(Accepted(incoming.finish(&cx, &actor).await?.into()));
    }
    Err(Transport::MalformedUpload { message: "the part is missing".into() }.into())
}

fn is_form(request: &HttpRequest) -> bool {
    let value = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    value.trim_start().to_ascii_lowercase().starts_with("multipart/form-data")
}

fn malformed(error: MultipartError) -> ApiError {
    Transport::MalformedUpload { message: error.to_string() }.into()
}
