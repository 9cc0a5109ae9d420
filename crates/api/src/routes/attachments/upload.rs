//! Uploading.

use actix_multipart::{Multipart, MultipartError};
use actix_web::{post, web};
use futures_util::TryStreamExt;
use managers::attachments::Upload;
use managers::context::Context;
use utoipa::ToSchema;

use super::AttachmentBody;
use crate::error::{ApiError, Transport};
use crate::extract::Actor;
use crate::respond::Created;

/// A file in a form.
#[derive(ToSchema)]
#[schema(as = UploadAttachment)]
#[expect(dead_code, reason = "only the document reads it")]
struct UploadBody {
    /// A document, a text, or a PNG, JPEG, GIF or WebP image.
    #[schema(value_type = String, format = Binary, content_media_type = "application/octet-stream")]
    file: Vec<u8>,
}

/// Upload a file
///
/// A file that is no picture is read at once; its `document` says how far that is.
#[utoipa::path(tag = "attachments", request_body(content = UploadBody, content_type = "multipart/form-data"), responses((status = 201, body = AttachmentBody), ApiError), security(("bearer" = [])))]
#[post("/attachments")]
pub(super) async fn upload_attachment(
    cx: web::Data<Context>,
    actor: Actor,
    mut form: Multipart,
) -> Result<Created<AttachmentBody>, ApiError> {
    while let Some(mut field) = form.try_next().await.map_err(malformed)? {
        if field.name() != Some("file") {
            continue;
        }
        let name = field.content_disposition().and_then(|it| it.get_filename()).unwrap_or_default().to_owned();
        let mut upload = Upload::start(&cx, &name).await?;
        while let Some(chunk) = field.try_next().await.map_err(malformed)? {
            upload.push(&chunk).await?;
        }
        return Ok(Created(upload.finish(&cx, &actor).await?.into()));
    }
    Err(Transport::MalformedUpload { message: "the part is missing".into() }.into())
}

fn malformed(error: MultipartError) -> ApiError {
    match error {
        MultipartError::ContentTypeMissing
        | MultipartError::ContentTypeParse
        | MultipartError::ContentTypeIncompatible => Transport::NotMultipart.into(),
        other => Transport::MalformedUpload { message: other.to_string() }.into(),
    }
}
