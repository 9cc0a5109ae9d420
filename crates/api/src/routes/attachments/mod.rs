//! Files that users upload.

mod read;
mod upload;

use chrono::{DateTime, Utc};
use models::attachment::Attachment;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// Registers the group.
pub(crate) fn register(cfg: &mut ServiceConfig) {
    cfg.service(upload::upload_attachment).service(read::get_attachment).service(read::get_attachment_content);
}

/// An uploaded file.
#[derive(Serialize, ToSchema)]
#[schema(as = Attachment)]
pub(crate) struct AttachmentBody {
    id: Uuid,
    name: String,
    /// What the bytes are, whatever the browser claimed.
    #[schema(example = "image/png")]
    media_type: String,
    /// Size.
    bytes: i64,
    created_at: DateTime<Utc>,
}

impl From<Attachment> for AttachmentBody {
    fn from(it: Attachment) -> Self {
        Self {
            id: it.id.0,
            name: it.name.as_str().to_owned(),
            media_type: it.media_type,
            bytes: it.bytes,
            created_at: it.created_at,
        }
    }
}
