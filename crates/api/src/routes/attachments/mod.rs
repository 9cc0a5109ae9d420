//! Files that users upload.

mod read;
mod upload;

use chrono::{DateTime, Utc};
use managers::attachments::Described;
use models::knowledge::{Document, DocumentState};
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
    /// Its text, as far as it is read; `null` for a picture.
    #[schema(required)]
    document: Option<AttachmentDocumentBody>,
    created_at: DateTime<Utc>,
}

/// The text of a file.
#[derive(Serialize, ToSchema)]
#[schema(as = AttachmentDocument)]
pub(crate) struct AttachmentDocumentBody {
    id: Uuid,
    #[schema(inline, value_type = AttachmentDocumentState)]
    state: &'static str,
    /// Why it could not be read.
    #[schema(required)]
    error: Option<AttachmentDocumentErrorBody>,
    /// Of its text.
    characters: u32,
}

/// How far a file is.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[expect(dead_code, reason = "documents the spelling of `DocumentState`")]
enum AttachmentDocumentState {
    Queued,
    Processing,
    Ready,
    Failed,
}

/// Why a file could not be read.
#[derive(Serialize, ToSchema)]
#[schema(as = AttachmentDocumentError)]
struct AttachmentDocumentErrorBody {
    code: String,
    /// A sentence.
    message: String,
}

impl From<Document> for AttachmentDocumentBody {
    fn from(it: Document) -> Self {
        let error = it.error.filter(|_| it.state == DocumentState::Failed);
        Self {
            id: it.id.0,
            state: it.state.as_str(),
            error: error.map(|error| AttachmentDocumentErrorBody { code: error.code, message: error.message }),
            characters: it.facts.characters,
        }
    }
}

impl From<Described> for AttachmentBody {
    fn from(it: Described) -> Self {
        let Described { attachment: it, document } = it;
        Self {
            id: it.id.0,
            name: it.name.as_str().to_owned(),
            media_type: it.media_type,
            bytes: it.bytes,
            document: document.map(Into::into),
            created_at: it.created_at,
        }
    }
}
