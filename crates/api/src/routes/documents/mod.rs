//! Documents: their text, their chunks and their files.

mod change;
mod file;
mod read;
mod shapes;

use utoipa_actix_web::service_config::ServiceConfig;

pub(crate) use shapes::DocumentBody;

/// Registers the group.
pub(crate) fn register(cfg: &mut ServiceConfig) {
    cfg.service(read::get_document).service(change::delete_document).service(change::retry_document);
    cfg.service(read::get_document_text).service(read::list_document_chunks).service(file::get_document_file);
}
